package io.kubejar.etcd.mvcc;

import org.jspecify.annotations.Nullable;

/**
 * What one revision did to one key.
 *
 * @param kv the key afterwards; a tombstone for a deletion
 * @param previous the key before the revision; null when it was not there, or is not since something earlier in the same
 *     revision. Source: etcd 3.6 v3rpc.serverWatchStream.sendLoop
 */
public record Event(KeyValue kv, @Nullable KeyValue previous) {
    /** True for a deletion, false for a put. */
    public boolean isDelete() {
        return kv.isTombstone();
    }
}
