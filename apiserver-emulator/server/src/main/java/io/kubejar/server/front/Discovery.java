package io.kubejar.server.front;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SubresourceDef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the server says it serves, in the old form and the aggregated one. Upstream: endpoints/discovery, v1.36. */
final class Discovery {
    private static final List<String> CUSTOM_VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private final Registry registry;

    Discovery(Registry registry) {
        this.registry = registry;
    }

    /** {@code /api}. */
    ObjectNode versions(String address) {
        ObjectNode out = Json.object();
        out.put("kind", "APIVersions");
        out.putArray("versions").add("v1");
        out.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", address);
        return out;
    }

    /** {@code /apis}. */
    ObjectNode groups() {
        ObjectNode out = Json.object();
        out.put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = out.putArray("groups");
        groupVersions().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, versions));
            }
        });
        return out;
    }

    /** {@code /apis/GROUP}; null when nothing of it is served. */
    @Nullable
    ObjectNode group(String name) {
        Set<String> versions = groupVersions().get(name);
        if (versions == null || name.isEmpty()) {
            return null;
        }
        ObjectNode out = Json.object();
        out.put("kind", "APIGroup").put("apiVersion", "v1");
        out.setAll(group(name, versions));
        return out;
    }

    private static ObjectNode group(String name, Set<String> versions) {
        ObjectNode out = Json.object().put("name", name);
        ArrayNode list = out.putArray("versions");
        versions.forEach(
                v -> list.addObject().put("groupVersion", name + "/" + v).put("version", v));
        String preferred = versions.iterator().next();
        out.putObject("preferredVersion")
                .put("groupVersion", name + "/" + preferred)
                .put("version", preferred);
        return out;
    }

    /** {@code /}: every path that answers something by itself. Upstream: IndexLister, apiserver/pkg/server/routes/index.go. */
    ObjectNode paths() {
        Set<String> paths = new TreeSet<>(Probes.paths());
        paths.addAll(List.of(
                "/.well-known/openid-configuration",
                "/api",
                "/apis",
                "/apis/",
                "/openapi/v2",
                "/openapi/v3",
                "/openapi/v3/",
                "/openid/v1/jwks",
                "/version"));
        groupVersions().forEach((group, versions) -> {
            String prefix = group.isEmpty() ? "/api" : "/apis/" + group;
            paths.add(prefix);
            versions.forEach(version -> paths.add(prefix + "/" + version));
        });
        ObjectNode out = Json.object();
        strings(out, "paths", paths);
        return out;
    }

    private Map<String, Set<String>> groupVersions() {
        Map<String, Set<String>> out = new TreeMap<>(new GroupOrder());
        registry.all()
                .forEach(def -> out.computeIfAbsent(def.resource().group(), g -> new LinkedHashSet<>())
                        .add(def.resource().version()));
        return out;
    }

    /** {@code /api/v1} and {@code /apis/GROUP/VERSION}; null when nothing of it is served. */
    @Nullable
    ObjectNode resources(String group, String version) {
        if (!registry.serves(group, version)) {
            return null;
        }
        ObjectNode out = Json.object();
        out.put("kind", "APIResourceList");
        if (!group.isEmpty()) {
            out.put("apiVersion", "v1");
        }
        out.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        Map<String, ObjectNode> sorted = new TreeMap<>();
        for (ResourceDef def : of(group, version)) {
            sorted.put(def.resource().resource(), resource(def));
            def.subresources().values().forEach(sub -> {
                ObjectNode one = subresource(def, sub);
                boolean first = def.custom() && sub.name().equals("status");
                sorted.put(
                        first
                                ? def.resource().resource() + "/"
                                : one.get("name").textValue(),
                        one);
            });
        }
        ArrayNode list = out.putArray("resources");
        sorted.values().forEach(list::add);
        return out;
    }

    private List<ResourceDef> of(String group, String version) {
        return registry.all().stream()
                .filter(def -> def.resource().group().equals(group)
                        && def.resource().version().equals(version))
                .toList();
    }

    private static ObjectNode resource(ResourceDef def) {
        ObjectNode out = Json.object();
        out.put("name", def.resource().resource())
                .put("singularName", def.singular())
                .put("namespaced", def.namespaced())
                .put("kind", def.kind().kind());
        strings(out, "verbs", verbs(def));
        if (!def.shortNames().isEmpty()) {
            strings(out, "shortNames", def.shortNames());
        }
        if (!def.categories().isEmpty()) {
            strings(out, "categories", def.categories());
        }
        if (def.allows("list")) {
            out.put("storageVersionHash", hash(def));
        }
        return out;
    }

    /** Upstream's DiscoveryController names the verbs of custom resources in an order of its own. */
    private static Iterable<String> verbs(ResourceDef def) {
        return def.custom() ? CUSTOM_VERBS : def.verbs();
    }

    private static ObjectNode subresource(ResourceDef def, SubresourceDef sub) {
        ObjectNode out = Json.object();
        out.put("name", def.resource().resource() + "/" + sub.name())
                .put("singularName", "")
                .put("namespaced", def.namespaced());
        if (!sub.kind().apiVersion().equals(def.kind().apiVersion())) {
            out.put("group", sub.kind().group()).put("version", sub.kind().version());
        }
        out.put("kind", sub.kind().kind());
        strings(out, "verbs", new TreeSet<>(sub.verbs()));
        return out;
    }

    private static void strings(ObjectNode out, String field, Iterable<String> values) {
        ArrayNode list = out.putArray(field);
        values.forEach(list::add);
    }

    /** Upstream: discovery.StorageVersionHash: the first 8 bytes of a SHA-256 over group/version/kind, in base64. */
    private static String hash(ResourceDef def) {
        Gvk kind = def.storedKind();
        String text = kind.group() + "/" + kind.version() + "/" + kind.kind();
        return Hashes.base64Of8(text);
    }

    /** The aggregated form of {@code /api} or {@code /apis}. */
    ObjectNode aggregated(boolean core) {
        ObjectNode out = Json.object();
        out.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        out.putObject("metadata");
        ArrayNode items = out.putArray("items");
        groupVersions().forEach((group, versions) -> {
            if (group.isEmpty() == core) {
                ObjectNode item = items.addObject();
                ObjectNode meta = item.putObject("metadata");
                if (!group.isEmpty()) {
                    meta.put("name", group);
                }
                ArrayNode list = item.putArray("versions");
                versions.forEach(version -> list.add(aggregatedVersion(group, version)));
            }
        });
        return out;
    }

    private ObjectNode aggregatedVersion(String group, String version) {
        ObjectNode out = Json.object().put("version", version);
        ArrayNode list = out.putArray("resources");
        of(group, version).stream()
                .sorted((a, b) -> a.resource().resource().compareTo(b.resource().resource()))
                .forEach(def -> list.add(aggregatedResource(def)));
        return out.put("freshness", "Current");
    }

    private static ObjectNode aggregatedResource(ResourceDef def) {
        ObjectNode out = Json.object().put("resource", def.resource().resource());
        out.set("responseKind", kind(def, def.kind()));
        out.put("scope", def.namespaced() ? "Namespaced" : "Cluster").put("singularResource", def.singular());
        strings(out, "verbs", verbs(def));
        if (!def.shortNames().isEmpty()) {
            strings(out, "shortNames", def.shortNames());
        }
        if (!def.categories().isEmpty()) {
            strings(out, "categories", def.categories());
        }
        if (!def.subresources().isEmpty()) {
            ArrayNode subs = out.putArray("subresources");
            new TreeMap<>(def.subresources()).values().forEach(sub -> {
                ObjectNode one = subs.addObject().put("subresource", sub.name());
                one.set("responseKind", kind(def, sub.kind()));
                strings(one, "verbs", new TreeSet<>(sub.verbs()));
            });
        }
        return out;
    }

    /**
     * A kind; of a built-in resource it has no group and version where those are the resource's own. Upstream:
     * ConvertGroupVersionIntoToDiscovery, apiserver/pkg/endpoints/installer.go.
     */
    private static ObjectNode kind(ResourceDef def, Gvk kind) {
        boolean own = !def.custom() && kind.apiVersion().equals(def.kind().apiVersion());
        return Json.object()
                .put("group", own ? "" : kind.group())
                .put("version", own ? "" : kind.version())
                .put("kind", kind.kind());
    }
}
