/** Concurrent histories: whether calls are linearizable, and what a watch guarantees. */
@NullMarked
package io.kubejar.etcd.linear;

import org.jspecify.annotations.NullMarked;
