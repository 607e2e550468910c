/** The store on disk: a log of changes, checksummed and synced in groups, and snapshots that keep it short. */
@NullMarked
package io.kubejar.etcd.wal;

import org.jspecify.annotations.NullMarked;
