package io.kubejar.core.reconcile;

import io.kubejar.core.client.ServedResources;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where a controller says what wakes it. */
public interface Sources {
    /** Which keys a change of one object touches. */
    @FunctionalInterface
    interface Mapping {
        /** The keys to reconcile; before is null for a new object, after for one that is gone. */
        Collection<ObjectKey> keys(@Nullable ApiObject before, @Nullable ApiObject after);
    }

    /** Changes of the resource wake the keys of a mapping. */
    Sources on(Gvr resource, Mapping mapping);

    /** Changes of any resource that is served now or later and fits wake the keys of the resource's mapping. */
    Sources onEach(ServedResources served, Predicate<ServedResources.Served> which, Function<Gvr, Mapping> mapping);

    /** Changes of the resource wake the object itself. */
    default Sources onSelf(Gvr resource) {
        return on(resource, each(object -> List.of(object.key())));
    }

    /** Changes of the resource wake the controlling owner when it is of this API group and kind. */
    default Sources onOwned(Gvr resource, String group, String kind) {
        return on(resource, each(object -> {
            var owner = object.controller();
            boolean ours = owner != null
                    && owner.kind().equals(kind)
                    && Gvk.of(owner.apiVersion(), kind).group().equals(group);
            return ours && owner != null ? List.of(new ObjectKey(object.namespace(), owner.name())) : List.of();
        }));
    }

    /** A mapping that treats the states before and after alike. */
    static Mapping each(Function<ApiObject, Collection<ObjectKey>> keys) {
        return (before, after) -> {
            LinkedHashSet<ObjectKey> out = new LinkedHashSet<>();
            if (before != null) {
                out.addAll(keys.apply(before));
            }
            if (after != null) {
                out.addAll(keys.apply(after));
            }
            return out;
        };
    }
}
