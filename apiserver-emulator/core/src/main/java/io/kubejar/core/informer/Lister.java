package io.kubejar.core.informer;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a component sees of one resource: its local copy, never the server. Reads do not block; results are snapshots. */
public interface Lister {
    /** The object, or null when it is not there. */
    @Nullable
    ApiObject get(ObjectKey key);

    /** Every object, ordered by namespace and name. */
    Collection<ApiObject> all();

    /** The objects of a namespace, ordered by name. */
    Collection<ApiObject> in(String namespace);

    /** The objects whose index of this name has this value; see {@link Indexes}. Ordered by namespace and name. */
    Collection<ApiObject> indexed(String index, String value);

    /** The object by its names. */
    default @Nullable ApiObject get(String namespace, String name) {
        return get(new ObjectKey(namespace, name));
    }

    /** The objects of a namespace that a selector matches, ordered by name. */
    default List<ApiObject> in(String namespace, LabelSelector selector) {
        return in(namespace).stream().filter(selector::matches).toList();
    }

    /** Whether there is any object in the namespace. */
    default boolean hasAny(String namespace) {
        return !in(namespace).isEmpty();
    }

    /** The objects whose controller has this uid. */
    default Collection<ApiObject> ownedBy(String uid) {
        return indexed(Indexes.CONTROLLER_UID, uid);
    }

    /** The objects of a namespace that nobody controls. */
    default Collection<ApiObject> orphans(String namespace) {
        return indexed(Indexes.CONTROLLER_UID, Indexes.orphans(namespace));
    }

    /** A fixed view, for tests and previews. */
    static Lister of(ApiObject... objects) {
        return of(List.of(objects));
    }

    /** A fixed view, for tests and previews. */
    static Lister of(Collection<ApiObject> objects) {
        TreeMap<ObjectKey, ApiObject> byKey =
                objects.stream().collect(Collectors.toMap(ApiObject::key, o -> o, (a, b) -> b, TreeMap::new));
        return new Lister() {
            @Override
            public @Nullable ApiObject get(ObjectKey key) {
                return byKey.get(key);
            }

            @Override
            public Collection<ApiObject> all() {
                return byKey.values();
            }

            @Override
            public Collection<ApiObject> in(String namespace) {
                return byKey.values().stream()
                        .filter(o -> o.namespace().equals(namespace))
                        .toList();
            }

            @Override
            public Collection<ApiObject> indexed(String index, String value) {
                return byKey.values().stream()
                        .filter(o -> Indexes.values(index, o).contains(value))
                        .toList();
            }
        };
    }
}
