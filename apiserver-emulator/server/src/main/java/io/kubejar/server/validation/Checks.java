package io.kubejar.server.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rules that many kinds share. Upstream: apimachinery/pkg/util/validation/validation.go, ValidateNonnegativeField and
 * others of apimachinery/pkg/api/validation, ValidateLabelSelector of pkg/apis/meta/v1/validation, v1.36.
 */
public final class Checks {
    /** The highest port. */
    public static final int PORT_MAX = 65_535;

    private static final int PORT_NAME_MAX = 15;
    private static final int KEY_MAX = 253;
    private static final Pattern PORT_NAME = Pattern.compile("[-a-z0-9]+");
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

    private Checks() {}

    /** A number, where there is one, is not negative; a path of "" is the object's own. */
    public static void nonNegative(JsonNode parent, String field, String path, FieldErrors errors) {
        JsonNode value = parent.path(field);
        if (value.isNumber() && value.longValue() < 0) {
            errors.invalid(below(path, field), value, "must be greater than or equal to 0");
        }
    }

    private static String below(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** The length of a text as Go counts it, in bytes. */
    public static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A text is one of those that are known, which are told in the order given; none is told as missing. */
    public static void oneOf(JsonNode parent, String field, String path, FieldErrors errors, String... known) {
        String value = Json.textOr(parent, "", field);
        if (value.isEmpty()) {
            errors.required(path + "." + field, "");
        } else if (!List.of(known).contains(value)) {
            errors.unsupported(path + "." + field, value, known);
        }
    }

    /** A text is an RFC 1123 label. */
    public static void label(String value, String path, FieldErrors errors) {
        Names.label(value).forEach(w -> errors.invalid(path, value, w));
    }

    /** A text is an RFC 1123 subdomain. */
    public static void subdomain(String value, String path, FieldErrors errors) {
        Names.subdomain(value).forEach(w -> errors.invalid(path, value, w));
    }

    /** A text is a qualified name. */
    public static void qualified(String value, String path, FieldErrors errors) {
        Names.qualifiedName(value).forEach(w -> errors.invalid(path, value, w));
    }

    /** A number is a port's. */
    public static void portNumber(long port, String path, FieldErrors errors) {
        if (port < 1 || port > PORT_MAX) {
            errors.invalid(path, port, "must be between 1 and 65535, inclusive");
        }
    }

    /** A port is told by number or name. Upstream: ValidatePortNumOrName. */
    public static void portNumberOrName(JsonNode port, String path, FieldErrors errors) {
        if (port.isTextual()) {
            portName(port.asText()).forEach(w -> errors.invalid(path, port.asText(), w));
        } else {
            portNumber(port.asLong(0), path, errors);
        }
    }

    /** What is wrong with a port's name. Upstream: IsValidPortName. */
    public static List<String> portName(String name) {
        List<String> wrong = new ArrayList<>();
        if (name.length() > PORT_NAME_MAX) {
            wrong.add("must be no more than 15 characters");
        }
        if (!PORT_NAME.matcher(name).matches()) {
            wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            wrong.add("must contain at least one letter (a-z)");
        }
        if (name.contains("--")) {
            wrong.add("must not contain consecutive hyphens");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            wrong.add("must not begin or end with a hyphen");
        }
        return wrong;
    }

    /** What is wrong with a key of a config map or a secret. Upstream: IsConfigMapKey. */
    public static List<String> key(String key) {
        List<String> wrong = new ArrayList<>();
        if (key.length() > KEY_MAX) {
            wrong.add("must be no more than 253 characters");
        }
        if (!KEY.matcher(key).matches()) {
            wrong.add(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        }
        if (key.equals(".") || key.equals("..")) {
            wrong.add("must not be '" + key + "'");
        } else if (key.startsWith("..")) {
            wrong.add("must not start with '..'");
        }
        return wrong;
    }

    /** A count is not negative, or a percent is one. Upstream: ValidatePositiveIntOrPercent. */
    public static void countOrPercent(JsonNode value, String path, FieldErrors errors) {
        if (value.isTextual() && !PERCENT.matcher(value.asText()).matches()) {
            errors.invalid(
                    path,
                    value,
                    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%',"
                            + " regex used for validation is '[0-9]+%')");
        } else if (value.isNumber() && value.longValue() < 0) {
            errors.invalid(path, value, "must be greater than or equal to 0");
        }
    }

    /** The number of a count or a percent; 0 for what is neither. */
    public static long amount(JsonNode value) {
        if (value.isNumber()) {
            return value.longValue();
        }
        String text = value.asText("");
        boolean percent = PERCENT.matcher(text).matches() && text.length() < PORT_NAME_MAX;
        return percent ? Long.parseLong(text.substring(0, text.length() - 1)) : 0;
    }

    /** A value stays as it was; a path of "" is the object's own. Upstream: ValidateImmutableField. */
    public static void immutable(JsonNode parent, JsonNode old, String field, String path, FieldErrors errors) {
        if (!same(parent.path(field), old.path(field))) {
            errors.invalid(below(path, field), parent.path(field), "field is immutable");
        }
    }

    /** A selector is well-formed. Upstream: ValidateLabelSelector. */
    public static void selector(JsonNode selector, String path, FieldErrors errors) {
        selector(selector, path, false, errors);
    }

    /** The same; the values that it asks for may be any. Upstream: AllowInvalidLabelValueInSelector. */
    public static void selector(JsonNode selector, String path, boolean anyValues, FieldErrors errors) {
        ObjectMetaRules.labels(selector.path("matchLabels"), path + ".matchLabels", errors);
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            requirement(expressions.get(i), path + ".matchExpressions[" + i + "]", anyValues, false, errors);
        }
    }

    /** A requirement on a node's labels is well-formed: it may compare numbers too. Upstream: ValidateNodeSelectorRequirement. */
    public static void nodeRequirement(JsonNode expression, String path, boolean anyValues, FieldErrors errors) {
        requirement(expression, path, anyValues, true, errors);
    }

    private static void requirement(
            JsonNode expression, String path, boolean anyValues, boolean ordered, FieldErrors errors) {
        List<String> values = Json.strings(expression.path("values"));
        String operator = Json.textOr(expression, "", "operator");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.required(path + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.forbidden(
                            path + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default -> {
                if (!ordered || !(operator.equals("Gt") || operator.equals("Lt"))) {
                    errors.invalid(path + ".operator", operator, "not a valid selector operator");
                } else if (values.size() != 1) {
                    errors.required(path + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
        }
        qualified(Json.textOr(expression, "", "key"), path + ".key", errors);
        for (int i = 0; i < values.size() && !anyValues; i++) {
            String value = values.get(i);
            String at = path + ".values[" + i + "]";
            Names.labelValue(value).forEach(w -> errors.invalid(at, value, w));
        }
    }

    /** A quantity is not negative. Upstream: ValidateNonnegativeQuantity. */
    public static void nonNegativeQuantity(Quantity value, String path, FieldErrors errors) {
        if (value.sign() < 0) {
            errors.invalid(path, value.toString(), "must be greater than or equal to 0");
        }
    }

    /**
     * Whether two trees say the same: nothing, null, an empty list and an empty map are one. Upstream:
     * apiequality.Semantic.DeepEqual.
     */
    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(other) || tidy(one).equals(tidy(other));
    }

    private static JsonNode tidy(JsonNode node) {
        if (node.isObject()) {
            ObjectNode out = Json.object();
            node.properties().forEach(e -> {
                JsonNode value = tidy(e.getValue());
                if (!value.isNull()) {
                    out.set(e.getKey(), value);
                }
            });
            return out.isEmpty() ? out.nullNode() : out;
        }
        if (node.isArray()) {
            ArrayNode out = Json.array();
            node.forEach(item -> out.add(tidy(item)));
            return out.isEmpty() ? out.nullNode() : out;
        }
        return node.isMissingNode() ? Json.object().nullNode() : node;
    }
}
