/** An etcd v3 that runs inside the JVM. */
@NullMarked
package io.kubejar.etcd;

import org.jspecify.annotations.NullMarked;
