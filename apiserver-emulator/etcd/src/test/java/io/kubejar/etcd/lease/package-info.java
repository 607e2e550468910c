/** What leases know about keys. */
@NullMarked
package io.kubejar.etcd.lease;

import org.jspecify.annotations.NullMarked;
