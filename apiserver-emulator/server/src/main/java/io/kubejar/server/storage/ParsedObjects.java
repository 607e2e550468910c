package io.kubejar.server.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.kubejar.core.object.ApiObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of what etcd gives, without parsing what is parsed already: what this server is writing now, and what
 * another cache of the same store has. Thread-safe.
 */
final class ParsedObjects {
    /** Where objects may be had that somebody has parsed before. */
    @FunctionalInterface
    interface Known {
        /** The object that was written to the key at this revision; null when it is not known. */
        @Nullable
        ApiObject find(String key, long modRevision);

        /** Nothing is known. */
        Known NOTHING = (key, modRevision) -> null;
    }

    /** An object on its way into etcd. */
    record PendingWrite(ByteSequence value, ObjectNode object) {}

    private final Known known;
    private final Map<String, PendingWrite> pending = new ConcurrentHashMap<>();

    ParsedObjects(Known known) {
        this.known = known;
    }

    /** This is being written to the key. */
    void expect(String key, PendingWrite write) {
        pending.put(key, write);
    }

    /** The write has come to its end. */
    void forget(String key, PendingWrite write) {
        pending.remove(key, write);
    }

    /** The object of an entry. */
    ApiObject of(KeyValue kv) {
        return of(kv.getKey().toString(StandardCharsets.UTF_8), kv);
    }

    /** The object of an entry whose key is decoded already. */
    ApiObject of(String key, KeyValue kv) {
        long revision = kv.getModRevision();
        ApiObject there = known.find(key, revision);
        if (there != null) {
            return there;
        }
        PendingWrite write = pending.get(key);
        if (write != null && write.value().equals(kv.getValue())) {
            return StoredForm.at(write.object(), revision);
        }
        return StoredForm.read(kv.getValue().getBytes(), revision);
    }
}
