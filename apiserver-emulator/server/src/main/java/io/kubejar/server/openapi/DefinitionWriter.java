package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Descriptions;
import io.kubejar.server.schema.Schema;
import io.kubejar.server.schema.Schema.Kind;
import io.kubejar.server.schema.Schemas;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Writes built-in types as definitions of a document; it remembers to which others they refer. */
final class DefinitionWriter {
    /** Types with the fields apiVersion and kind that are no kinds. */
    private static final Set<String> NO_KINDS = Set.of(
            "OwnerReference", "CrossVersionObjectReference", "ObjectReference", "ParamKind", "BoundObjectReference");
    /** Types that are a kind of every group version although they do not have both fields. */
    private static final Set<String> SHARED = Set.of(Schemas.META + ".DeleteOptions", Schemas.META + ".WatchEvent");

    private final boolean v3;
    private final List<String> groupVersions;
    private final Descriptions descriptions = new Descriptions();
    private final Deque<String> wanted = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    /** {@code groupVersions}, as in apiVersion, are those that share the kinds of all groups. */
    DefinitionWriter(boolean v3, List<String> groupVersions) {
        this.v3 = v3;
        this.groupVersions = groupVersions;
    }

    /** The reference to a definition, which will be written too. */
    ObjectNode reference(String name) {
        want(name);
        return Json.object().put("$ref", (v3 ? "#/components/schemas/" : "#/definitions/") + name);
    }

    /** Notes that a definition is needed. */
    void want(String name) {
        if (seen.add(name)) {
            wanted.add(name);
        }
    }

    /** Writes all built-in definitions that are referred to, and those to which they refer. */
    void writeWanted(ObjectNode definitions) {
        for (String name = wanted.poll(); name != null; name = wanted.poll()) {
            Schema type = Schemas.definition(name);
            if (type != null) {
                definitions.set(name, definition(type));
            }
        }
    }

    /** The texts of a built-in type's fields. */
    Map<String, String> texts(String type) {
        return descriptions.ofFields(type);
    }

    private ObjectNode definition(Schema type) {
        ObjectNode out = Json.object();
        text(out, descriptions.ofType(type.name()));
        switch (type.kind()) {
            case QUANTITY -> {
                if (v3) {
                    oneOf(out, "string", "number");
                } else {
                    out.put("type", "string");
                }
            }
            case INT_OR_STRING -> {
                if (v3) {
                    out.put("format", type.format());
                    oneOf(out, "integer", "string");
                } else {
                    out.put("type", "string").put("format", type.format());
                }
            }
            default -> {
                put(out, "type", type.jsonType());
                put(out, "format", type.format());
            }
        }
        if (!type.required().isEmpty()) {
            ArrayNode required = out.putArray("required");
            type.required().forEach(required::add);
        }
        if (!type.properties().isEmpty()) {
            ObjectNode properties = out.putObject("properties");
            Map<String, String> texts = descriptions.ofFields(type.name());
            type.properties()
                    .forEach((name, field) -> properties.set(name, field(field, texts.getOrDefault(name, ""))));
        }
        kinds(out, type);
        put(out, "x-kubernetes-map-type", type.declaredMapType());
        JsonNode unions = type.unions();
        if (unions != null) {
            out.set("x-kubernetes-unions", unions);
        }
        return out;
    }

    private static void oneOf(ObjectNode out, String first, String second) {
        out.putArray("oneOf")
                .add(Json.object().put("type", first))
                .add(Json.object().put("type", second));
    }

    private void kinds(ObjectNode out, Schema type) {
        String name = type.name();
        int dot = name.lastIndexOf('.');
        String simple = name.substring(dot + 1);
        if (SHARED.contains(name)) {
            ArrayNode kinds = out.putArray("x-kubernetes-group-version-kind");
            groupVersions.forEach(gv -> kinds.add(kind(gv, simple)));
            return;
        }
        boolean kind =
                type.property("apiVersion") != null && type.property("kind") != null && !NO_KINDS.contains(simple);
        if (kind) {
            String typePackage = name.substring(0, dot);
            String gv = Schemas.groups().stream()
                    .filter(g -> g.typePackage().equals(typePackage))
                    .findFirst()
                    .map(g -> g.group().isEmpty() ? g.version() : g.group() + "/" + g.version())
                    .orElse("v1");
            out.putArray("x-kubernetes-group-version-kind").add(kind(gv, simple));
        }
    }

    /** One element of {@code x-kubernetes-group-version-kind}. */
    static ObjectNode kind(String groupVersion, String kind) {
        int slash = groupVersion.indexOf('/');
        return Json.object()
                .put("group", slash < 0 ? "" : groupVersion.substring(0, slash))
                .put("kind", kind)
                .put("version", groupVersion.substring(slash + 1));
    }

    private ObjectNode field(Schema field, String text) {
        ObjectNode out = Json.object();
        text(out, text);
        shape(out, field, r -> {
            if (v3 && (!out.isEmpty() || field.defaultValue() != null || hasExtensions(field))) {
                out.putArray("allOf").add(r);
            } else {
                out.setAll(r);
            }
        });
        JsonNode given = field.defaultValue();
        if (v3 && given != null) {
            out.set("default", given);
        }
        put(out, "x-kubernetes-list-type", field.declaredListType());
        if (!field.listMapKeys().isEmpty()) {
            ArrayNode keys = out.putArray("x-kubernetes-list-map-keys");
            field.listMapKeys().forEach(keys::add);
        }
        put(out, "x-kubernetes-map-type", field.declaredMapType());
        put(out, "x-kubernetes-patch-merge-key", field.patchMergeKey());
        put(out, "x-kubernetes-patch-strategy", String.join(",", field.patchStrategies()));
        return out;
    }

    private static boolean hasExtensions(Schema field) {
        return field.patchMergeKey() != null
                || !field.patchStrategies().isEmpty()
                || field.declaredMapType() != null
                || field.declaredListType() != null;
    }

    private void shape(ObjectNode out, Schema value, Consumer<ObjectNode> place) {
        if (value.isReference()) {
            place.accept(reference(value.name()));
            return;
        }
        put(out, "type", value.jsonType());
        put(out, "format", value.format());
        if (!value.enumValues().isEmpty()) {
            ArrayNode values = out.putArray("enum");
            value.enumValues().forEach(values::add);
        }
        Schema items = value.items();
        if (value.kind() == Kind.LIST && items != null) {
            out.set("items", inner(items));
        }
        Schema values = value.additionalProperties();
        if (value.kind() == Kind.MAP && values != null) {
            out.set("additionalProperties", inner(values));
        }
    }

    private ObjectNode inner(Schema value) {
        ObjectNode out = Json.object();
        shape(out, value, out::setAll);
        return out;
    }

    static void put(ObjectNode out, String member, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.put(member, value);
        }
    }

    private static void text(ObjectNode out, String text) {
        put(out, "description", text);
    }
}
