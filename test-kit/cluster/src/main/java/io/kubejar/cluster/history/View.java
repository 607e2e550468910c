package io.kubejar.cluster.history;

import io.kubejar.cluster.explain.Sight;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.server.registry.ResourceDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's objects as they were at one revision; nothing can be changed here. Thread-safe. A revision that has been
 * compacted meanwhile is refused with {@link StatusException} in etcd's words.
 */
public final class View implements Sight {
    private final Catalog catalog;
    private final StoreReader reader;
    private final long revision;

    View(Catalog catalog, StoreReader reader, long revision) {
        this.catalog = catalog;
        this.reader = reader;
        this.revision = revision;
    }

    /** Of which revision of the store it is. */
    public long revision() {
        return revision;
    }

    /**
     * An object; the resource by any of its names.
     *
     * @throws StatusException when there was none
     */
    public ApiObject get(String resource, String namespace, String name) {
        ResourceDef def = catalog.named(resource);
        ApiObject found = find(def, namespace, name);
        if (found == null) {
            throw StatusException.notFound(def.resource(), name);
        }
        return found;
    }

    /** All objects of a resource in a namespace; "" for all namespaces. */
    public List<ApiObject> list(String resource, String namespace) {
        return list(catalog.named(resource), namespace);
    }

    /** An object; null when there was none, or when the resource is not served. */
    @Override
    public @Nullable ApiObject find(Gvr resource, String namespace, String name) {
        ResourceDef def = catalog.registry().find(resource);
        return def == null ? null : find(def, namespace, name);
    }

    /** All objects of a resource in a namespace, "" for all; none when the resource is not served. */
    @Override
    public List<ApiObject> list(Gvr resource, String namespace) {
        ResourceDef def = catalog.registry().find(resource);
        return def == null ? List.of() : list(def, namespace);
    }

    /** Everything in the order of the store's keys. */
    @Override
    public List<ApiObject> all() {
        return located().stream().map(Located::object).toList();
    }

    /** Everything with its place in the store, in the order of the keys. */
    public List<Located> located() {
        List<Located> out = new ArrayList<>();
        for (Stored stored : reader.list(StoreReader.ROOT, revision)) {
            ResourceDef def = catalog.at(stored.key());
            ApiObject object = Objects.requireNonNull(stored.object());
            out.add(new Located(stored.key(), stored.revision(), def == null ? null : def.resource(), object));
        }
        return out;
    }

    /**
     * An object with its place in the store.
     *
     * @param modRevision the revision of its last write, as etcd has it
     * @param resource null when it is no longer served
     */
    public record Located(
            String key, long modRevision, @Nullable Gvr resource, ApiObject object) {}

    /** What is different in another view, most often a later one. */
    public ViewDiff diff(View other) {
        return ViewDiff.of(this, other);
    }

    private @Nullable ApiObject find(ResourceDef def, String namespace, String name) {
        Stored stored = reader.get(def.storageKey(namespace, name), revision);
        ApiObject object = stored == null ? null : stored.object();
        return object == null ? null : Catalog.inVersion(def, object);
    }

    private List<ApiObject> list(ResourceDef def, String namespace) {
        return reader.list(Catalog.prefix(def, namespace), revision).stream()
                .map(stored -> Catalog.inVersion(def, Objects.requireNonNull(stored.object())))
                .toList();
    }

    @Override
    public String toString() {
        return "the store at revision " + revision;
    }
}
