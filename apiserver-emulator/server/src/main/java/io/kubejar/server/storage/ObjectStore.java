package io.kubejar.server.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.object.ApiObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of one resource in etcd. Reads are as new as etcd itself; writes are single transactions. Thread-safe. */
public final class ObjectStore {
    private final Etcd etcd;
    private final String prefix;
    private final ParsedObjects parsed;
    private final WatchCache cache;

    /** A store below a prefix; its cache works on the loop. */
    ObjectStore(Etcd etcd, String prefix, Loop loop, ParsedObjects.Known known) {
        this.etcd = etcd;
        this.prefix = prefix;
        parsed = new ParsedObjects(known);
        cache = new WatchCache(etcd, prefix, loop, parsed);
    }

    /** The cache, for lists and watches. */
    public WatchCache cache() {
        return cache;
    }

    /** The object at a key, as etcd has it now; null when there is none. */
    public @Nullable ApiObject get(String key) {
        KeyValue kv = etcd.get(key);
        return kv == null ? null : read(key, kv);
    }

    /**
     * The objects below a key prefix, as new as etcd is now: from the cache, and from etcd itself while the cache lags
     * behind, as when its watch has just lost the member of etcd that it was with. Upstream: CacheDelegator.GetList,
     * apiserver/pkg/storage/cacher/delegator.go, v1.36.
     */
    public Snapshot fresh(String keyPrefix) {
        try {
            return cache.snapshot(keyPrefix, etcd.revision());
        } catch (StatusException e) {
            if (!e.isTooLargeRevision()) {
                throw e;
            }
        }
        GetResponse all = etcd.list(keyPrefix);
        List<ApiObject> objects = new ArrayList<>();
        all.getKvs().forEach(kv -> objects.add(read(kv.getKey().toString(StandardCharsets.UTF_8), kv)));
        return new Snapshot(objects, all.getHeader().getRevision());
    }

    private ApiObject read(String key, KeyValue kv) {
        ApiObject known = cache.cached(key, kv.getModRevision());
        return known != null ? known : parsed.of(key, kv);
    }

    /** Stores a new object; gives it with its resourceVersion, or null when the key is taken. A lease of 0 is none. */
    public @Nullable ApiObject create(String key, ObjectNode object, long lease) {
        return put(key, object, 0, lease);
    }

    /** Stores a new state over an old one; null when that one is no longer the newest. */
    public @Nullable ApiObject update(String key, ApiObject old, ObjectNode object, long lease) {
        return put(key, object, old.revision(), lease);
    }

    private @Nullable ApiObject put(String key, ObjectNode object, long expected, long lease) {
        ByteSequence value = ByteSequence.from(StoredForm.bytes(object));
        ParsedObjects.PendingWrite write = new ParsedObjects.PendingWrite(value, object);
        parsed.expect(key, write);
        try {
            long revision = etcd.put(key, value, expected, lease);
            if (revision == 0) {
                return null;
            }
            ApiObject known = cache.cached(key, revision);
            ApiObject stored = known != null ? known : StoredForm.at(object, revision);
            cache.wrote(key, revision, stored);
            return stored;
        } finally {
            parsed.forget(key, write);
        }
    }

    /** Deletes an object; gives its last state with the deletion's revision, or null when it has changed meanwhile. */
    public @Nullable ApiObject delete(String key, ApiObject old) {
        long revision = etcd.delete(key, old.revision());
        if (revision == 0) {
            return null;
        }
        cache.wrote(key, revision, null);
        return StoredForm.at(old.tree(), revision);
    }

    /** A page of objects as they were at one revision. */
    public record Page(List<ApiObject> objects, long revision, boolean more, String lastKey, long remaining) {}

    /** Objects in the order of their keys from a key on, at a revision (0: now). */
    public Page page(String below, String from, int limit, long revision) {
        GetResponse answer = etcd.page(below, from, limit, revision);
        List<ApiObject> objects = new ArrayList<>();
        String last = "";
        for (KeyValue kv : answer.getKvs()) {
            last = kv.getKey().toString(StandardCharsets.UTF_8);
            objects.add(read(last, kv));
        }
        long at = revision == 0 ? answer.getHeader().getRevision() : revision;
        return new Page(objects, at, answer.isMore(), last, answer.getCount() - objects.size());
    }

    /** Where its objects are. */
    public String prefix() {
        return prefix;
    }
}
