/** Who calls, how they prove it, and the store as one caller may use it. */
@NullMarked
package io.kubejar.etcd.access;

import org.jspecify.annotations.NullMarked;
