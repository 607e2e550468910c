/** The key-value store as a value: an immutable state, and functions from a state and a request to the next state. */
@NullMarked
package io.kubejar.etcd.mvcc;

import org.jspecify.annotations.NullMarked;
