package io.kubejar.schemagen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All types by their whole name, at first as {@code openshift-generated.json} has them. */
final class Definitions {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    /** Types that requests or answers carry although no kind refers to them. */
    private static final List<String> ROOTS = List.of(
            META + "DeleteOptions",
            META + "Status",
            META + "WatchEvent",
            META + "APIResourceList",
            META + "APIGroup",
            META + "APIGroupList",
            META + "APIVersions",
            META + "Patch",
            META + "MicroTime",
            "io.k8s.apimachinery.pkg.version.Info");

    private static final Pattern REFERENCE = Pattern.compile("@([^\\s]+)$");

    private final Map<String, TypeDef> types = new TreeMap<>();

    /** Reads the definitions of Kubernetes from the class path. */
    static Definitions read() {
        Definitions out = new Definitions();
        try (InputStream in = Definitions.class.getClassLoader().getResourceAsStream("openshift-generated.json")) {
            JsonNode all = new JsonMapper().readTree(in).path("definitions");
            all.properties().forEach(e -> {
                if (e.getKey().startsWith("io.k8s.")) {
                    out.types.put(e.getKey(), type(e.getKey(), e.getValue()));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    /** The type of this name, made when there is none. */
    TypeDef type(String name) {
        return types.computeIfAbsent(name, TypeDef::new);
    }

    /** The type of this name, or null. */
    @Nullable
    TypeDef find(String name) {
        return types.get(name);
    }

    Collection<TypeDef> all() {
        return types.values();
    }

    Set<String> packages() {
        Set<String> out = new HashSet<>();
        types.values().forEach(t -> out.add(t.pkg()));
        return out;
    }

    List<TypeDef> in(String pkg) {
        return types.values().stream().filter(t -> t.pkg().equals(pkg)).toList();
    }

    /** Drops what no kind of these packages and no request needs. */
    void keepReachable(List<String> packages) {
        Deque<String> todo = new ArrayDeque<>(ROOTS);
        for (TypeDef type : types.values()) {
            boolean kind = type.fields.containsKey("kind") && type.fields.containsKey("apiVersion");
            if (kind && type.fields.containsKey("metadata") && packages.contains(type.pkg())) {
                todo.add(type.name);
            }
        }
        Set<String> keep = new HashSet<>();
        while (!todo.isEmpty()) {
            String name = todo.pop();
            if (!keep.add(name)) {
                continue;
            }
            TypeDef type = types.get(name);
            if (type == null) {
                throw new IllegalStateException("no definition of " + name);
            }
            type.fields.values().forEach(f -> {
                Matcher reference = REFERENCE.matcher(f.type);
                if (reference.find()) {
                    todo.add(reference.group(1));
                }
            });
        }
        types.keySet().retainAll(keep);
    }

    private static TypeDef type(String name, JsonNode json) {
        TypeDef out = new TypeDef(name);
        out.description = json.path("description").asText();
        json.path("required").forEach(r -> out.required.add(r.asText()));
        JsonNode mapType = json.get("x-kubernetes-map-type");
        out.mapType = mapType == null ? null : mapType.asText();
        out.unions = json.get("x-kubernetes-unions");
        if (json.path("properties").isEmpty()) {
            out.of = json.path("type").asText("any");
            out.format = json.path("format").asText();
        }
        json.path("properties").properties().forEach(p -> out.fields.put(p.getKey(), field(p.getValue())));
        return out;
    }

    private static TypeDef.Field field(JsonNode json) {
        TypeDef.Field out = new TypeDef.Field(typeOf(json));
        out.description = json.path("description").asText();
        out.defaultValue = json.get("default");
        out.enumValues = texts(json.path("enum"));
        out.elementEnum = texts(json.path(out.type.startsWith("[]") ? "items" : "additionalProperties")
                .path("enum"));
        // A list type says nothing of something that is no list.
        out.listType = out.type.startsWith("[]") ? text(json, "x-kubernetes-list-type") : null;
        out.listMapKeys = texts(json.path("x-kubernetes-list-map-keys"));
        out.mergeKey = text(json, "x-kubernetes-patch-merge-key");
        out.patchStrategy = text(json, "x-kubernetes-patch-strategy");
        out.mapType = text(json, "x-kubernetes-map-type");
        String format = json.path("format").asText();
        out.format = Set.of("byte", "int32", "int64", "double").contains(format) ? "" : format;
        return out;
    }

    private static String typeOf(JsonNode json) {
        if (json.has("$ref")) {
            String ref = json.get("$ref").asText();
            return "@" + ref.substring(ref.lastIndexOf('/') + 1);
        }
        String format = json.path("format").asText();
        switch (json.path("type").asText()) {
            case "array":
                return "[]" + typeOf(json.path("items"));
            case "object":
                return json.has("additionalProperties") ? "{}" + typeOf(json.path("additionalProperties")) : "object";
            case "integer":
                return format.isEmpty() ? "int64" : format;
            case "number":
                return "float64";
            case "boolean":
                return "bool";
            case "string":
                return format.equals("byte") ? "bytes" : "string";
            default:
                return "any";
        }
    }

    private static @Nullable String text(JsonNode json, String member) {
        JsonNode value = json.get(member);
        return value == null ? null : value.asText();
    }

    private static List<String> texts(JsonNode json) {
        List<String> out = new ArrayList<>();
        json.forEach(v -> out.add(v.asText()));
        return out;
    }
}
