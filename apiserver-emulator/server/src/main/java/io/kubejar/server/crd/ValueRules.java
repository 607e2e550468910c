package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of a custom resource against its schema; what an update leaves as it was is not checked again. Pure.
 * Upstream: kube-openapi/pkg/validation/validate and ValidateCustomResourceUpdate (ratcheting),
 * apiextensions-apiserver/pkg/apiserver/validation, v1.36.
 */
final class ValueRules {
    private static final Set<String> IMPLICIT = Set.of("apiVersion", "kind", "metadata");

    private final FieldErrors errors;

    private ValueRules(FieldErrors errors) {
        this.errors = errors;
    }

    /** Checks an object; the old one is null for a new object. */
    static void validate(JsonNode object, @Nullable JsonNode old, JsonNode schema, FieldErrors errors) {
        new ValueRules(errors).value(object, old, schema, "");
    }

    private static boolean fits(JsonNode value, JsonNode schema, String at) {
        FieldErrors found = new FieldErrors();
        new ValueRules(found).value(value, null, schema, at);
        return found.isEmpty();
    }

    private void value(JsonNode value, @Nullable JsonNode old, JsonNode schema, String at) {
        if (!schema.isObject() || value.equals(old) || (value.isNull() && Json.isTrue(schema, "nullable"))) {
            return;
        }
        if (!type(value, schema, at)) {
            return;
        }
        if (schema.has("enum")) {
            enumeration(value, schema.get("enum"), at);
        }
        if (value.isTextual()) {
            text(value.textValue(), schema, at);
        } else if (value.isNumber()) {
            number(value, schema, at);
        } else if (value.isArray()) {
            list(value, old, schema, at);
        } else if (value.isObject()) {
            members(value, old, schema, at);
            if (Json.isTrue(schema, "x-kubernetes-embedded-resource")) {
                embedded(value, at);
            }
        }
        combinations(value, schema, at);
    }

    /** Upstream: schemaobjectmeta.Validate, apiserver/schema/objectmeta/validation.go. */
    private void embedded(JsonNode value, String at) {
        for (String field : List.of("apiVersion", "kind")) {
            if (Json.textOr(value, "", field).isEmpty()) {
                errors.required(at + "." + field, "");
            }
        }
    }

    private boolean type(JsonNode value, JsonNode schema, String at) {
        if (Json.isTrue(schema, "x-kubernetes-int-or-string")) {
            if (!value.isTextual() && !isWhole(value)) {
                wrongType(value, "integer,string", at);
                return false;
            }
            return true;
        }
        String type = Json.textOr(schema, "", "type");
        boolean right = switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            default -> true;
        };
        if (!right) {
            wrongType(value, type, at);
            if (type.equals("integer") && value.isNumber()) {
                pathless("Checked value must be of type integer (default format) in " + at);
            }
        }
        return right;
    }

    private static boolean isWhole(JsonNode value) {
        return value.isNumber()
                && (value.isIntegralNumber()
                        || value.decimalValue().stripTrailingZeros().scale() <= 0);
    }

    private void wrongType(JsonNode value, String wanted, String at) {
        String actual = switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> isWhole(value) ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case OBJECT -> "object";
            case ARRAY -> "array";
            default -> "null";
        };
        String shown = FieldErrors.quote(actual);
        String words = at + " in body must be of type " + wanted + ": " + shown;
        errors.add("FieldValueTypeInvalid", at, "Invalid value: " + shown + ": " + words);
    }

    /** An error that upstream gives no field. */
    private void pathless(String words) {
        errors.add("FieldValueInvalid", "<nil>", "Invalid value: \"\": " + words);
    }

    private void enumeration(JsonNode value, JsonNode allowed, String at) {
        for (JsonNode one : allowed) {
            if (one.equals(value) || (one.isNumber() && value.isNumber() && compare(one, value) == 0)) {
                return;
            }
        }
        List<String> known = new java.util.ArrayList<>();
        allowed.forEach(one -> known.add(FieldErrors.quote(JsonPath.text(one))));
        String list = known.stream().collect(Collectors.joining(", "));
        String shown = Json.string(value);
        errors.add("FieldValueNotSupported", at, "Unsupported value: " + shown + ": supported values: " + list);
    }

    private void text(String text, JsonNode schema, String at) {
        long length = text.codePointCount(0, text.length());
        long max = Json.number(schema, Long.MAX_VALUE, "maxLength");
        long min = Json.number(schema, 0, "minLength");
        if (length > max) {
            errors.tooLong(at, (int) max);
        }
        if (length < min) {
            errors.invalid(at, text, at + " in body should be at least " + min + " chars long");
        }
        String pattern = Json.textOr(schema, "", "pattern");
        if (!pattern.isEmpty() && !matches(pattern, text)) {
            errors.invalid(at, text, at + " in body should match '" + pattern + "'");
        }
        String format = Json.textOr(schema, "", "format");
        if (!Formats.fits(format, text)) {
            String words = at + " in body must be of type " + format + ": " + FieldErrors.quote(text);
            errors.add("FieldValueTypeInvalid", at, "Invalid value: " + FieldErrors.quote(text) + ": " + words);
        }
    }

    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return false; // upstream too refuses every value of a pattern that it cannot read
        }
    }

    private static int compare(JsonNode a, JsonNode b) {
        return a.decimalValue().compareTo(b.decimalValue());
    }

    private void number(JsonNode value, JsonNode schema, String at) {
        String shown = Json.string(value);
        JsonNode max = schema.path("maximum");
        if (max.isNumber()) {
            boolean exclusive = Json.isTrue(schema, "exclusiveMaximum");
            if (compare(value, max) > (exclusive ? -1 : 0)) {
                String words = exclusive ? "less than " : "less than or equal to ";
                errors.invalidShown(at, shown, at + " in body should be " + words + Json.string(max));
            }
        }
        JsonNode min = schema.path("minimum");
        if (min.isNumber()) {
            boolean exclusive = Json.isTrue(schema, "exclusiveMinimum");
            if (compare(value, min) < (exclusive ? 1 : 0)) {
                String words = exclusive ? "greater than " : "greater than or equal to ";
                errors.invalidShown(at, shown, at + " in body should be " + words + Json.string(min));
            }
        }
        JsonNode factor = schema.path("multipleOf");
        if (factor.isNumber()
                && factor.decimalValue().signum() > 0
                && value.decimalValue().remainder(factor.decimalValue()).compareTo(BigDecimal.ZERO) != 0) {
            errors.invalidShown(at, shown, at + " in body should be a multiple of " + Json.string(factor));
        }
    }

    private void list(JsonNode list, @Nullable JsonNode old, JsonNode schema, String at) {
        JsonNode items = schema.path("items");
        ListKeys keys = new ListKeys(schema);
        for (int i = 0; i < list.size(); i++) {
            JsonNode before = old == null ? null : keys.counterpart(list.get(i), old);
            value(list.get(i), before, items, at + "[" + i + "]");
        }
        long min = Json.number(schema, 0, "minItems");
        long max = Json.number(schema, Long.MAX_VALUE, "maxItems");
        if (list.size() < min) {
            errors.invalid(at, list.size(), at + " in body should have at least " + min + " items");
        }
        if (list.size() > max) {
            errors.tooMany(at, list.size(), (int) max);
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size() && keys.isUnique(); i++) {
            JsonNode key = keys.of(list.get(i));
            if (!seen.add(key)) {
                errors.duplicate(at + "[" + i + "]", key);
            }
        }
    }

    private void members(JsonNode object, @Nullable JsonNode old, JsonNode schema, String at) {
        for (String name : Json.strings(schema.path("required"))) {
            if (!object.has(name)) {
                errors.required(join(at, name), "");
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            if (!at.isEmpty() || !IMPLICIT.contains(name)) {
                JsonNode place = properties.has(name) ? properties.get(name) : others;
                value(member.getValue(), old == null ? null : old.get(name), place, join(at, name));
            }
        }
        long min = Json.number(schema, 0, "minProperties");
        long max = Json.number(schema, Long.MAX_VALUE, "maxProperties");
        if (object.size() < min) {
            errors.invalid(at, object.size(), at + " in body should have at least " + min + " properties");
        }
        if (object.size() > max) {
            errors.tooMany(at, object.size(), (int) max);
        }
    }

    private static String join(String at, String name) {
        return at.isEmpty() ? name : at + "." + name;
    }

    private void combinations(JsonNode value, JsonNode schema, String at) {
        String shown = "\"" + at + "\" must ";
        if (schema.has("anyOf") && fitting(value, schema.get("anyOf"), at) == 0) {
            pathless(shown + "validate at least one schema (anyOf)");
        }
        if (schema.has("oneOf")) {
            int count = fitting(value, schema.get("oneOf"), at);
            if (count != 1) {
                String found = count == 0 ? "Found none valid" : "Found " + count + " valid alternatives";
                pathless(shown + "validate one and only one schema (oneOf). " + found);
            }
        }
        if (schema.has("allOf")
                && fitting(value, schema.get("allOf"), at) < schema.get("allOf").size()) {
            schema.get("allOf").forEach(one -> value(value, null, one, at));
            pathless(shown + "validate all the schemas (allOf)");
        }
        if (schema.has("not") && fits(value, schema.get("not"), at)) {
            pathless(shown + "not validate the schema (not)");
        }
    }

    private static int fitting(JsonNode value, JsonNode schemas, String at) {
        int count = 0;
        for (JsonNode schema : schemas) {
            count += fits(value, schema, at) ? 1 : 0;
        }
        return count;
    }
}
