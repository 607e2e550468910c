/** Leases as a value: which there are, when they end, and which keys go with them. */
@NullMarked
package io.kubejar.etcd.lease;

import org.jspecify.annotations.NullMarked;
