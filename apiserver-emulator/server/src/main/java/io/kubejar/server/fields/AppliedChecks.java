package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.server.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an applied object may not have: unknown fields, and keys that are there twice. Upstream: typed/validate.go, structured-merge-diff v6. */
final class AppliedChecks {
    private final List<String> problems = new ArrayList<>();

    private AppliedChecks() {}

    /** What is wrong, in upstream's words; null when nothing is. */
    static @Nullable String problem(JsonNode value, Schema schema) {
        AppliedChecks checks = new AppliedChecks();
        checks.check(value, schema, "");
        if (checks.problems.isEmpty()) {
            return null;
        }
        if (checks.problems.size() == 1) {
            return checks.problems.get(0);
        }
        return "errors:\n  " + String.join("\n  ", checks.problems);
    }

    private void check(JsonNode value, @Nullable Schema schema, String path) {
        if (schema == null || value.isNull() || schema.kind() == Schema.Kind.ANY) {
            return;
        }
        switch (schema.kind()) {
            case OBJECT, MAP -> members(value, schema, path);
            case LIST -> elements(value, schema, path);
            case STRING -> expect(value.isTextual(), "string", value, path);
            case BOOLEAN -> expect(value.isBoolean(), "boolean", value, path);
            case INTEGER, NUMBER -> expect(value.isNumber(), "numeric (int or float)", value, path);
            default -> {} // types of several forms
        }
    }

    private void expect(boolean fits, String wanted, JsonNode value, String path) {
        if (!fits) {
            String shown = value.isTextual() ? value.asText() : value.toString();
            problems.add(path + ": expected " + wanted + ", got " + shown);
        }
    }

    private void members(JsonNode value, Schema schema, String path) {
        if (!value.isObject()) {
            expect(false, "map", value, path);
            return;
        }
        value.properties().forEach(e -> {
            String at = path + "." + e.getKey();
            Schema member = Shape.member(schema, e.getKey());
            boolean open = schema.kind() == Schema.Kind.MAP || schema.preservesUnknownFields();
            if (member == null && !open) {
                problems.add(at + ": field not declared in schema");
            } else {
                check(e.getValue(), member, at);
            }
        });
    }

    private void elements(JsonNode value, Schema schema, String path) {
        if (!value.isArray()) {
            expect(false, "list", value, path);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String at = "[" + i + "]";
            if (!schema.listType().equals("atomic")) {
                try {
                    String element = Shape.element(schema, value.get(i));
                    at = shown(element);
                    if (!seen.add(element)) {
                        problems.add(path + ": duplicate entries for key " + at);
                    }
                } catch (IllegalArgumentException e) {
                    problems.add(path + ": element " + i + ": " + e.getMessage());
                    return;
                }
            }
            check(value.get(i), schema.items(), path + at);
        }
    }

    private static String shown(String element) {
        FieldSet one = new FieldSet();
        one.put(element, new FieldSet().markMember());
        StringBuilder out = new StringBuilder();
        one.forEachPath("", out::append);
        return out.toString();
    }
}
