/** Locks and elections: keys that go with leases, and waiting for the older ones to go. */
@NullMarked
package io.kubejar.etcd.election;

import org.jspecify.annotations.NullMarked;
