package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definitions of a custom resource and its list. Upstream: the CRD builder, apiextensions-apiserver
 * pkg/controller/openapi/builder, v1.36; for version 2 also ToStructuralOpenAPIV2, pkg/controller/openapi/v2.
 */
final class CustomDefinitions {
    /** What version 2 cannot say and therefore leaves out. */
    private static final Set<String> ONLY_V3 = Set.of("oneOf", "anyOf", "allOf", "not", "nullable", "default");

    private static final Set<String> WITH_SCHEMAS = Set.of("properties", "patternProperties", "definitions");

    private CustomDefinitions() {}

    static void write(ObjectNode out, ServedResource resource, boolean v3, DefinitionWriter definitions) {
        Gvk kind = resource.kind();
        String name = Names.definition(kind, true);
        out.set(name, object(resource, v3, definitions));
        String list = Names.definition(new Gvk(kind.group(), kind.version(), resource.listKind()), true);
        out.set(list, list(resource, name, v3, definitions));
    }

    private static ObjectNode object(ServedResource resource, boolean v3, DefinitionWriter definitions) {
        JsonNode schema = resource.customSchema();
        ObjectNode out = schema instanceof ObjectNode given ? copy(given, v3) : Json.object();
        if (!out.has("type")) {
            out.put("type", "object");
        }
        boolean opaque = !v3 && out.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        ObjectNode properties = Json.object();
        if (out.get("properties") instanceof ObjectNode given && !opaque) {
            properties.setAll(given);
        }
        typeMeta(properties, definitions);
        properties.set(
                "metadata",
                place(
                        definitions,
                        Schemas.META + ".ObjectMeta",
                        definitions.texts("io.k8s.api.core.v1.Pod").getOrDefault("metadata", ""),
                        v3));
        out.set("properties", sorted(properties));
        out.putArray("x-kubernetes-group-version-kind")
                .add(kind(resource, resource.kind().kind()));
        return out;
    }

    private static ObjectNode list(ServedResource resource, String item, boolean v3, DefinitionWriter definitions) {
        ObjectNode out = Json.object();
        out.put(
                "description",
                resource.listKind() + " is a list of " + resource.kind().kind());
        out.put("type", "object").putArray("required").add("items");
        ObjectNode properties = out.putObject("properties");
        typeMeta(properties, definitions);
        properties
                .putObject("items")
                .put(
                        "description",
                        "List of " + resource.name() + ". More info: https://git.k8s.io/community/contributors/devel"
                                + "/sig-architecture/api-conventions.md")
                .put("type", "array")
                .set("items", definitions.reference(item));
        properties.set(
                "metadata",
                place(
                        definitions,
                        Schemas.META + ".ListMeta",
                        definitions.texts("io.k8s.api.core.v1.PodList").getOrDefault("metadata", ""),
                        v3));
        out.putArray("x-kubernetes-group-version-kind").add(kind(resource, resource.listKind()));
        return out;
    }

    private static void typeMeta(ObjectNode properties, DefinitionWriter definitions) {
        Map<String, String> texts = definitions.texts("io.k8s.api.core.v1.Pod");
        for (String field : new String[] {"apiVersion", "kind"}) {
            properties
                    .putObject(field)
                    .put("description", texts.getOrDefault(field, ""))
                    .put("type", "string");
        }
    }

    private static ObjectNode place(DefinitionWriter definitions, String type, String text, boolean v3) {
        ObjectNode out = Json.object().put("description", text);
        ObjectNode reference = definitions.reference(type);
        if (v3) {
            out.putArray("allOf").add(reference);
        } else {
            out.setAll(reference);
        }
        return out;
    }

    private static ObjectNode kind(ServedResource resource, String kind) {
        return DefinitionWriter.kind(resource.kind().apiVersion(), kind);
    }

    private static ObjectNode sorted(ObjectNode node) {
        Map<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
        ObjectNode out = Json.object();
        out.setAll(fields);
        return out;
    }

    private static ObjectNode copy(ObjectNode schema, boolean v3) {
        ObjectNode out = schema.deepCopy();
        if (!v3) {
            reduce(out);
        }
        return out;
    }

    /** Takes out what version 2 cannot say, at every depth. */
    private static void reduce(ObjectNode schema) {
        boolean nullable = schema.path("nullable").asBoolean();
        boolean open = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        dropNullable(schema);
        schema.remove(ONLY_V3);
        if (nullable || open) {
            // kubectl checks what is named although anything may stand there.
            schema.remove(List.of("items", "properties"));
        }
        String type = schema.path("type").asText();
        boolean bareList = type.equals("array") && !schema.has("items");
        if (nullable || bareList || (open && type.equals("object"))) {
            schema.remove("type");
        }
        schema.properties().forEach(e -> {
            if (WITH_SCHEMAS.contains(e.getKey())) {
                e.getValue().forEach(CustomDefinitions::reduceAny);
            } else if (e.getKey().equals("items") || e.getKey().equals("additionalProperties")) {
                reduceAny(e.getValue());
            }
        });
    }

    /** A field that may be null is not required either. */
    private static void dropNullable(ObjectNode schema) {
        if (schema.get("required") instanceof ArrayNode required) {
            ArrayNode kept = Json.array();
            required.forEach(r -> {
                if (!schema.path("properties").path(r.asText()).path("nullable").asBoolean()) {
                    kept.add(r);
                }
            });
            boolean nullableValues =
                    schema.path("additionalProperties").path("nullable").asBoolean();
            if (kept.isEmpty() || nullableValues) {
                schema.remove("required");
            } else {
                schema.set("required", kept);
            }
        }
    }

    private static void reduceAny(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            reduce(object);
        } else if (schema instanceof ArrayNode array) {
            array.forEach(CustomDefinitions::reduceAny);
        }
    }
}
