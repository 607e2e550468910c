package io.kubejar.etcd.backup;

import io.kubejar.etcd.engine.Store;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a snapshot is made of: a store, and notes of whoever runs it. Notes lie in a bucket of their own, which an etcd that
 * restores the snapshot leaves alone.
 *
 * @param notes by name, in the order of names, which are ASCII
 */
public record Backup(Store store, SortedMap<String, byte[]> notes) {
    /** With these notes, in any order. */
    public static Backup of(Store store, Map<String, byte[]> notes) {
        return new Backup(store, new TreeMap<>(notes));
    }
}
