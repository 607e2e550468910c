/** The store as many threads use it: one writer at a time, readers that never wait, watchers, and leases that end. */
@NullMarked
package io.kubejar.etcd.engine;

import org.jspecify.annotations.NullMarked;
