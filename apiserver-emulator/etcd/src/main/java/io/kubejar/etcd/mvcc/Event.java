package io.kubejar.etcd.mvcc;

import org.jspecify.annotations.Nullable;

/**
 * What one revision did to one key.
 *
 * @param kv the key afterwards; a tombstone for a deletion
 * @param previous the key before; null when it was not there
 */
public record Event(KeyValue kv, @Nullable KeyValue previous) {
    /** True for a deletion, false for a put. */
    public boolean isDelete() {
        return kv.isTombstone();
    }
}
