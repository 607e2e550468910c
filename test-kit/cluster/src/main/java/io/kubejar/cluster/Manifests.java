package io.kubejar.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Resources;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Manifests in, objects out; and resources by the names that people use. */
final class Manifests {
    private final ApiClient client;
    private final Registry registry;

    Manifests(ApiClient client, Registry registry) {
        this.client = client;
        this.registry = registry;
    }

    List<ApiObject> apply(Path file) {
        return apply(read(file));
    }

    /** What is in a file. */
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the manifest " + file, e);
        }
    }

    List<ApiObject> apply(String manifest) {
        List<ApiObject> out = new ArrayList<>();
        for (ApiObject object : Yaml.objects(manifest)) {
            out.add(apply(object));
        }
        return out;
    }

    private ApiObject apply(ApiObject object) {
        ResourceDef def = registry.find(object.gvk());
        if (def == null) {
            throw StatusException.of(
                    Reason.NOT_FOUND,
                    "no matches for kind \"" + object.kind() + "\" in version \"" + object.apiVersion() + "\"");
        }
        String given = object.namespace().isEmpty() ? "default" : object.namespace();
        String namespace = def.namespaced() ? given : "";
        if (object.name().isEmpty()) {
            return client.create(ResourceRef.of(def.resource(), namespace), object, WriteOptions.NONE);
        }
        ResourceRef ref = ResourceRef.of(def.resource(), namespace, object.name());
        try {
            client.get(ref);
        } catch (StatusException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return client.create(ResourceRef.of(def.resource(), namespace), object, WriteOptions.NONE);
            }
            throw e;
        }
        ObjectNode change = object.tree().deepCopy();
        change.remove("status");
        // Admission adds mounts to the containers of a pod, which a merge of whole lists would take away again.
        Patch patch = def.resource().equals(Resources.PODS) ? Patch.strategic(change) : Patch.merge(change);
        return client.patch(ref, patch, WriteOptions.NONE);
    }

    /** The resource of a plural, singular, short name or kind, with or without its group. */
    Gvr resource(String name) {
        for (ResourceDef def : registry.all()) {
            String group = def.resource().group();
            String bare = !group.isEmpty() && name.endsWith("." + group)
                    ? name.substring(0, name.length() - group.length() - 1)
                    : name;
            boolean named = bare.equals(def.resource().resource())
                    || bare.equals(def.singular())
                    || bare.equalsIgnoreCase(def.kind().kind())
                    || def.shortNames().contains(bare);
            if (named) {
                return def.resource();
            }
        }
        throw new IllegalArgumentException("the server doesn't have a resource type \"" + name + "\"");
    }
}
