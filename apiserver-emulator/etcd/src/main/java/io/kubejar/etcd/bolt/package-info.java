/** Files of bbolt, the store below etcd: written once from sorted entries, and read. */
@NullMarked
package io.kubejar.etcd.bolt;

import org.jspecify.annotations.NullMarked;
