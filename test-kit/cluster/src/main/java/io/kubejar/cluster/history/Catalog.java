package io.kubejar.cluster.history;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resources by the names that people use, and where their objects are in the store.
 *
 * @param byName gives the resource of a name; throws {@link IllegalArgumentException} when it is not served
 */
public record Catalog(Registry registry, Function<String, Gvr> byName) {
    /** The declaration of a resource by any of its names. */
    ResourceDef named(String name) {
        return of(byName.apply(name));
    }

    /** The declaration of a resource. */
    ResourceDef of(Gvr resource) {
        ResourceDef def = registry.find(resource);
        if (def == null) {
            throw new IllegalArgumentException("the server doesn't have a resource type \"" + resource + "\"");
        }
        return def;
    }

    /** The declaration of the resource whose objects are at such a key; null when none is served there. */
    @Nullable
    ResourceDef at(String key) {
        ResourceDef found = null;
        for (ResourceDef def : registry.all()) {
            boolean closer = found == null
                    || def.storagePath().length() > found.storagePath().length();
            if (closer && key.startsWith(def.storagePath())) {
                found = def;
            }
        }
        return found;
    }

    /** Where the objects of a resource are, in one namespace unless that is "". */
    static String prefix(ResourceDef def, String namespace) {
        return namespace.isEmpty() || !def.namespaced() ? def.storagePath() : def.storageKey(namespace, "");
    }

    /** An object in the version that is asked for: only custom resources are stored in more than one. */
    static ApiObject inVersion(ResourceDef def, ApiObject object) {
        String version = def.kind().apiVersion();
        return !def.custom() || object.apiVersion().equals(version)
                ? object
                : object.edit(root -> root.put("apiVersion", version));
    }
}
