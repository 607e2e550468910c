package io.kubejar.server.storage;

import io.kubejar.core.loop.Loops;
import io.kubejar.server.registry.ResourceDef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The store of each resource; all versions of a resource share one. Thread-safe. */
public final class Stores implements AutoCloseable {
    private final Etcd etcd;
    private final Loops loops;
    private final @Nullable Stores parent;
    private final long forkedAt;
    private final Map<String, ObjectStore> byPrefix = new ConcurrentHashMap<>();

    /** Stores on one etcd. */
    public Stores(Etcd etcd, Loops loops) {
        this(etcd, loops, null, 0);
    }

    /**
     * Stores on a copy of another's etcd.
     *
     * @param parent the other's; what they have parsed is not parsed again
     * @param forkedAt the revision of the copy: what either writes later is its own
     */
    public Stores(Etcd etcd, Loops loops, @Nullable Stores parent, long forkedAt) {
        this.etcd = etcd;
        this.loops = loops;
        this.parent = parent;
        this.forkedAt = forkedAt;
    }

    /** The etcd below. */
    public Etcd etcd() {
        return etcd;
    }

    /** The store of a resource. */
    public ObjectStore of(ResourceDef def) {
        return byPrefix.computeIfAbsent(
                def.storagePath(),
                prefix -> new ObjectStore(etcd, prefix, loops.loop("watch-cache-" + def.resource()), known(prefix)));
    }

    private ParsedObjects.Known known(String prefix) {
        ObjectStore others = parent == null ? null : parent.byPrefix.get(prefix);
        return others == null
                ? ParsedObjects.Known.NOTHING
                : (key, revision) -> revision <= forkedAt ? others.cache().cached(key, revision) : null;
    }

    /** Ends the cache of a resource that is no longer served; its watchers are told that it ended. */
    public void drop(ResourceDef def) {
        ObjectStore store = byPrefix.remove(def.storagePath());
        if (store != null) {
            store.cache().close();
        }
    }

    /**
     * Begins anew with what etcd has, as a server does that is started; whoever watches is told to list again.
     *
     * @throws io.kubejar.core.error.StatusException when etcd does not answer; some caches have begun anew then
     */
    public void restart() {
        byPrefix.values().forEach(store -> store.cache().restart());
    }

    @Override
    public void close() {
        byPrefix.values().forEach(store -> store.cache().close());
    }
}
