package io.kubejar.controllers.garbagecollector;

import io.kubejar.core.client.ServedResources;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who owns whom, as the local copies show it: nothing is kept here but which resources there are and which owners are
 * known to be gone. Upstream keeps a graph of its own (pkg/controller/garbagecollector/graph_builder.go, v1.36). Safe to
 * share between threads.
 */
final class Graph {
    private static final int REMEMBERED = 5000;

    /** An owner as a reference names it. */
    private record Owner(String apiVersion, String kind, String namespace, String name, String uid) {}

    /** An object with its resource. */
    record Dependent(Gvr resource, ApiObject object) {
        Item item() {
            return new Item(resource, object.key());
        }
    }

    private final Listers listers;
    private volatile Map<Gvk, ServedResources.Served> kinds = Map.of();
    private volatile Map<Gvr, ServedResources.Served> watched = Map.of();
    private final Map<Owner, Boolean> absent = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** A graph over copies; the listers must not begin to keep a copy of what they are asked about. */
    Graph(Listers listers) {
        this.listers = listers;
    }

    /** Takes over what is served now. */
    void serve(Collection<ServedResources.Served> served) {
        Map<Gvk, ServedResources.Served> byKind = new HashMap<>();
        Map<Gvr, ServedResources.Served> byResource = new LinkedHashMap<>();
        for (ServedResources.Served resource : served) {
            byKind.putIfAbsent(resource.kindOfObjects(), resource);
            if (isWatched(resource)) {
                byResource.put(resource.resource(), resource);
            }
        }
        kinds = byKind;
        watched = byResource;
    }

    /** Whether owners and dependents of this resource are looked after. Upstream: GetDeletableResources, ignoredResources. */
    static boolean isWatched(ServedResources.Served resource) {
        return resource.preferred()
                && resource.can("delete", "list", "watch")
                && !resource.resource().resource().equals("events");
    }

    /** The resource that a reference means, or null when it is not served. */
    ServedResources.@Nullable Served resourceOf(OwnerReference reference) {
        return kinds.get(Gvk.of(reference.apiVersion(), reference.kind()));
    }

    /** The resource of an object that is looked after, or null. */
    ServedResources.@Nullable Served served(Gvr resource) {
        return watched.get(resource);
    }

    /** The object as the local copy shows it, or null. */
    @Nullable
    ApiObject get(Item item) {
        return watched.containsKey(item.resource())
                ? listers.of(item.resource()).get(item.key())
                : null;
    }

    /** All objects that name this uid as an owner. */
    List<Dependent> dependents(String uid) {
        List<Dependent> out = new ArrayList<>();
        for (Gvr resource : watched.keySet()) {
            listers.of(resource)
                    .indexed(Indexes.OWNER_UID, uid)
                    .forEach(object -> out.add(new Dependent(resource, object)));
        }
        return out;
    }

    /** The owner that a reference of an object in the namespace means, if the local copies have the very one; else null. */
    @Nullable
    Dependent owner(OwnerReference reference, String namespace) {
        ServedResources.Served served = resourceOf(reference);
        if (served == null || !watched.containsKey(served.resource())) {
            return null;
        }
        ApiObject object = listers.of(served.resource()).get(served.namespaced() ? namespace : "", reference.name());
        return object != null && object.uid().equals(reference.uid()) ? new Dependent(served.resource(), object) : null;
    }

    /** The object with the referenced uid in another namespace, or null. A slow search, for what is wrong anyway. */
    @Nullable
    ApiObject elsewhere(OwnerReference reference, String namespace) {
        ServedResources.Served served = resourceOf(reference);
        if (served == null || !served.namespaced() || !watched.containsKey(served.resource())) {
            return null;
        }
        return listers.of(served.resource()).all().stream()
                .filter(o -> o.uid().equals(reference.uid()) && !o.namespace().equals(namespace))
                .findFirst()
                .orElse(null);
    }

    /** Remembers that there is no such owner. */
    void absent(OwnerReference reference, String namespace) {
        absent.put(
                new Owner(reference.apiVersion(), reference.kind(), namespace, reference.name(), reference.uid()),
                Boolean.TRUE);
    }

    /** Remembers that an object is gone for good. */
    void gone(Gvr resource, ApiObject object) {
        ServedResources.Served served = watched.get(resource);
        if (served != null) {
            absent.put(
                    new Owner(resource.apiVersion(), served.kind(), object.namespace(), object.name(), object.uid()),
                    Boolean.TRUE);
        }
    }

    /** Whether it is known that there is no such owner, neither in the namespace nor in none. */
    boolean isAbsent(OwnerReference reference, String namespace) {
        return isGone(reference, "") || isGone(reference, namespace);
    }

    private boolean isGone(OwnerReference reference, String namespace) {
        return absent.containsKey(
                new Owner(reference.apiVersion(), reference.kind(), namespace, reference.name(), reference.uid()));
    }
}
