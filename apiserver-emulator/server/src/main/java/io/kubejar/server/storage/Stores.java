package io.kubejar.server.storage;

import io.kubejar.core.loop.Loops;
import io.kubejar.server.registry.ResourceDef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The store of each resource; all versions of a resource share one. Thread-safe. */
public final class Stores implements AutoCloseable {
    private final Etcd etcd;
    private final Loops loops;
    private final Map<String, ObjectStore> byPrefix = new ConcurrentHashMap<>();

    /** Stores on one etcd. */
    public Stores(Etcd etcd, Loops loops) {
        this.etcd = etcd;
        this.loops = loops;
    }

    /** The etcd below. */
    public Etcd etcd() {
        return etcd;
    }

    /** The store of a resource. */
    public ObjectStore of(ResourceDef def) {
        return byPrefix.computeIfAbsent(
                def.storagePath(),
                prefix -> new ObjectStore(
                        etcd, prefix, new WatchCache(etcd, prefix, loops.loop("watch-cache-" + def.resource()))));
    }

    /** Ends the cache of a resource that is no longer served; its watchers are told that it ended. */
    public void drop(ResourceDef def) {
        ObjectStore store = byPrefix.remove(def.storagePath());
        if (store != null) {
            store.cache().close();
        }
    }

    @Override
    public void close() {
        byPrefix.values().forEach(store -> store.cache().close());
    }
}
