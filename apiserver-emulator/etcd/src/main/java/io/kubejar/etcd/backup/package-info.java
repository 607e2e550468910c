/** A whole store in a file as etcd itself saves and restores it. */
@NullMarked
package io.kubejar.etcd.backup;

import org.jspecify.annotations.NullMarked;
