package io.kubejar.core.informer;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The objects of one resource with their indexes. One thread writes, any thread reads. */
final class LocalCopy implements Lister {
    private static final char LAST = Character.MAX_VALUE;

    private final ConcurrentSkipListMap<ObjectKey, ApiObject> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, ConcurrentSkipListMap<ObjectKey, ApiObject>>> indexes = new HashMap<>();

    LocalCopy() {
        Indexes.NAMES.forEach(name -> indexes.put(name, new ConcurrentHashMap<>()));
    }

    /** Puts an object; gives what was there before. */
    @Nullable
    ApiObject put(ApiObject object) {
        ObjectKey key = object.key();
        ApiObject before = objects.put(key, object);
        indexes.forEach((name, index) -> {
            List<String> values = Indexes.values(name, object);
            unindex(name, index, before, values);
            for (String value : values) {
                index.computeIfAbsent(value, v -> new ConcurrentSkipListMap<>()).put(key, object);
            }
        });
        return before;
    }

    /** Takes an object out; gives what was there. */
    @Nullable
    ApiObject remove(ObjectKey key) {
        ApiObject before = objects.remove(key);
        indexes.forEach((name, index) -> unindex(name, index, before, List.of()));
        return before;
    }

    private static void unindex(
            String name,
            Map<String, ConcurrentSkipListMap<ObjectKey, ApiObject>> index,
            @Nullable ApiObject before,
            List<String> kept) {
        if (before == null) {
            return;
        }
        for (String value : Indexes.values(name, before)) {
            ConcurrentSkipListMap<ObjectKey, ApiObject> below = index.get(value);
            if (below != null && !kept.contains(value)) {
                below.remove(before.key());
                if (below.isEmpty()) {
                    index.remove(value);
                }
            }
        }
    }

    /** The keys of all objects, as a copy. */
    List<ObjectKey> keys() {
        return new ArrayList<>(objects.keySet());
    }

    @Override
    public @Nullable ApiObject get(ObjectKey key) {
        return objects.get(key);
    }

    @Override
    public Collection<ApiObject> all() {
        return new ArrayList<>(objects.values());
    }

    @Override
    public Collection<ApiObject> in(String namespace) {
        return new ArrayList<>(range(namespace).values());
    }

    @Override
    public boolean hasAny(String namespace) {
        return !range(namespace).isEmpty();
    }

    private Map<ObjectKey, ApiObject> range(String namespace) {
        return objects.subMap(new ObjectKey(namespace, ""), new ObjectKey(namespace, "" + LAST));
    }

    @Override
    public Collection<ApiObject> indexed(String index, String value) {
        Map<ObjectKey, ApiObject> below =
                indexes.getOrDefault(index, Map.of()).getOrDefault(value, new ConcurrentSkipListMap<>());
        return new ArrayList<>(below.values());
    }
}
