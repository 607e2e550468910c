package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.ProtoWriter;
import java.util.Map;

/**
 * Writes a version 2 document in the protobuf form that kubectl asks for. The numbers are those of gnostic's
 * OpenAPIv2.proto. What the message has no place for is left out, as upstream's parser would refuse it.
 */
final class Version2Protobuf {
    private static final Map<String, Integer> METHODS =
            Map.of("get", 2, "put", 3, "post", 4, "delete", 5, "options", 6, "head", 7, "patch", 8);
    private static final Map<String, Integer> SCHEMA_TEXTS =
            Map.of("$ref", 1, "format", 2, "title", 3, "description", 4, "pattern", 13, "discriminator", 26);
    private static final Map<String, Integer> SCHEMA_NUMBERS = Map.of("multipleOf", 6, "maximum", 7, "minimum", 9);
    private static final Map<String, Integer> SCHEMA_COUNTS = Map.of(
            "maxLength", 11, "minLength", 12, "maxItems", 14, "minItems", 15, "maxProperties", 17, "minProperties", 18);
    private static final Map<String, Integer> SCHEMA_FLAGS =
            Map.of("exclusiveMaximum", 8, "exclusiveMinimum", 10, "uniqueItems", 16, "readOnly", 27);

    private Version2Protobuf() {}

    static byte[] encode(JsonNode document) {
        ProtoWriter out = new ProtoWriter();
        out.text(1, document.path("swagger"));
        out.message(2, info -> {
            info.text(1, document.path("info").path("title"));
            info.text(2, document.path("info").path("version"));
        });
        out.message(8, paths -> named(paths, 2, document.path("paths"), Version2Protobuf::path));
        out.message(9, all -> named(all, 1, document.path("definitions"), Version2Protobuf::schema));
        out.message(10, all -> named(all, 1, document.path("parameters"), Version2Protobuf::parameter));
        document.path("security").forEach(one -> out.message(12, s -> named(s, 1, one, Version2Protobuf::texts)));
        out.message(
                13, all -> named(all, 1, document.path("securityDefinitions"), Version2Protobuf::securityDefinition));
        return out.bytes();
    }

    private interface Body {
        void write(ProtoWriter out, JsonNode value);
    }

    /** Writes the members of an object as messages of name and value. */
    private static void named(ProtoWriter out, int field, JsonNode object, Body body) {
        object.properties()
                .forEach(e -> out.message(field, one -> {
                    one.text(1, e.getKey());
                    one.message(2, value -> body.write(value, e.getValue()));
                }));
    }

    private static void texts(ProtoWriter out, JsonNode texts) {
        texts.forEach(t -> out.text(1, t));
    }

    private static void securityDefinition(ProtoWriter out, JsonNode value) {
        out.message(2, key -> {
            key.text(1, value.path("type"));
            key.text(2, value.path("name"));
            key.text(3, value.path("in"));
            key.text(4, value.path("description"));
        });
    }

    private static void path(ProtoWriter out, JsonNode path) {
        path.properties().forEach(e -> {
            Integer method = METHODS.get(e.getKey());
            if (method != null) {
                out.message(method, o -> operation(o, e.getValue()));
            }
        });
        path.path("parameters").forEach(p -> out.message(9, item -> parametersItem(item, p)));
    }

    private static void operation(ProtoWriter out, JsonNode operation) {
        operation.path("tags").forEach(t -> out.text(1, t));
        out.text(3, operation.path("description"));
        out.text(5, operation.path("operationId"));
        operation.path("produces").forEach(t -> out.text(6, t));
        operation.path("consumes").forEach(t -> out.text(7, t));
        operation.path("parameters").forEach(p -> out.message(8, item -> parametersItem(item, p)));
        out.message(9, answers -> named(answers, 1, operation.path("responses"), Version2Protobuf::answer));
        operation.path("schemes").forEach(t -> out.text(10, t));
        extensions(out, 13, operation);
    }

    private static void answer(ProtoWriter out, JsonNode answer) {
        out.message(1, response -> {
            response.text(1, answer.path("description"));
            if (answer.has("schema")) {
                response.message(2, item -> item.message(1, s -> schema(s, answer.path("schema"))));
            }
        });
    }

    private static void parametersItem(ProtoWriter out, JsonNode parameter) {
        if (parameter.has("$ref")) {
            out.message(2, reference -> reference.text(1, parameter.path("$ref")));
        } else {
            out.message(1, p -> parameter(p, parameter));
        }
    }

    private static void parameter(ProtoWriter out, JsonNode parameter) {
        switch (parameter.path("in").asText()) {
            case "body" ->
                out.message(1, body -> {
                    body.text(1, parameter.path("description"));
                    body.text(2, parameter.path("name"));
                    body.text(3, parameter.path("in"));
                    body.flag(4, parameter.path("required"));
                    body.message(5, s -> schema(s, parameter.path("schema")));
                });
            case "path" -> out.message(2, other -> other.message(4, path -> simple(path, parameter, 5, 19)));
            default -> out.message(2, other -> other.message(3, query -> simple(query, parameter, 6, 20)));
        }
    }

    private static void simple(ProtoWriter out, JsonNode parameter, int type, int unique) {
        out.flag(1, parameter.path("required"));
        out.text(2, parameter.path("in"));
        out.text(3, parameter.path("description"));
        out.text(4, parameter.path("name"));
        out.text(type, parameter.path("type"));
        out.flag(unique, parameter.path("uniqueItems"));
    }

    private static void schema(ProtoWriter out, JsonNode schema) {
        schema.properties().forEach(e -> {
            JsonNode value = e.getValue();
            switch (e.getKey()) {
                case "required" -> value.forEach(r -> out.text(19, r));
                case "enum" -> value.forEach(v -> out.message(20, any -> any.text(2, Json.string(v) + "\n")));
                case "default" -> out.message(5, any -> any.text(2, Json.string(value) + "\n"));
                case "example" -> out.message(30, any -> any.text(2, Json.string(value) + "\n"));
                case "additionalProperties" ->
                    out.message(21, item -> {
                        if (value.isBoolean()) {
                            item.flag(2, value);
                        } else {
                            item.message(1, s -> schema(s, value));
                        }
                    });
                case "type" -> out.message(22, type -> type.text(1, value));
                case "items" -> out.message(23, items -> items.message(1, s -> schema(s, value)));
                case "properties" -> out.message(25, all -> named(all, 1, value, Version2Protobuf::schema));
                default -> schemaFact(out, e.getKey(), value);
            }
        });
        extensions(out, 31, schema);
    }

    private static void schemaFact(ProtoWriter out, String name, JsonNode value) {
        Integer text = SCHEMA_TEXTS.get(name);
        Integer number = SCHEMA_NUMBERS.get(name);
        Integer count = SCHEMA_COUNTS.get(name);
        Integer flag = SCHEMA_FLAGS.get(name);
        if (text != null) {
            out.text(text, value);
        } else if (number != null) {
            out.number(number, value.doubleValue());
        } else if (count != null) {
            out.count(count, value.longValue());
        } else if (flag != null) {
            out.flag(flag, value);
        }
    }

    /** JSON is YAML, which is what the message carries. */
    private static void extensions(ProtoWriter out, int field, JsonNode owner) {
        owner.properties().forEach(e -> {
            if (e.getKey().startsWith("x-")) {
                out.message(field, named -> {
                    named.text(1, e.getKey());
                    named.message(2, any -> any.text(2, Json.string(e.getValue()) + "\n"));
                });
            }
        });
    }
}
