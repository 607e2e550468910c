package io.kubejar.server.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a tree as the block YAML that Kubernetes answers with and kubectl prints: sorted keys, lists without indentation
 * below their key, long lines folded after 80 columns. Source: JSONToYAML of sigs.k8s.io/yaml, on go.yaml.in/yaml/v2.
 */
final class YamlWriter {
    private static final int INDENT = 2;
    /** A key of more bytes is written apart from its value. Upstream: yaml_emitter_check_simple_key. */
    private static final int SIMPLE_KEY_MAX = 128;

    /** Numbers with more digits before the point are written with an exponent. */
    private static final int PLAIN_DIGITS = 6;

    private final YamlOutput out = new YamlOutput();

    /** The text of a tree, with a line break at its end. */
    static String write(JsonNode tree) {
        YamlWriter writer = new YamlWriter();
        writer.node(tree, -INDENT);
        writer.out.indent(0);
        return writer.out.toString();
    }

    /** A node that begins where the line is now; what follows is indented deeper than its surroundings. */
    private void node(JsonNode node, int indent) {
        if (node.isObject()) {
            if (node.isEmpty()) {
                out.word("{}");
            } else {
                mapping((ObjectNode) node, indent + INDENT);
            }
        } else if (node.isArray()) {
            if (node.isEmpty()) {
                out.word("[]");
            } else {
                sequence(node, indent + INDENT);
            }
        } else if (node.isTextual()) {
            text(node.textValue(), Math.max(INDENT, indent + INDENT), false);
        } else if (node.isNumber()) {
            out.word(number(node));
        } else {
            out.word(node.isBoolean() ? Boolean.toString(node.booleanValue()) : "null");
        }
    }

    private void mapping(ObjectNode object, int indent) {
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.properties());
        entries.sort(Map.Entry.comparingByKey(new KeyOrder()));
        for (Map.Entry<String, JsonNode> entry : entries) {
            out.indent(indent);
            String key = entry.getKey();
            boolean simple =
                    !ScalarStyle.hasBreak(key) && key.getBytes(StandardCharsets.UTF_8).length <= SIMPLE_KEY_MAX;
            if (simple) {
                text(key, indent + INDENT, true);
                out.put(':');
                out.value();
                boolean list = entry.getValue().isArray();
                node(entry.getValue(), list ? indent - INDENT : indent);
            } else {
                out.indicator('?');
                text(key, indent + INDENT, false);
                out.indent(indent);
                out.indicator(':');
                node(entry.getValue(), indent);
            }
        }
    }

    private void sequence(JsonNode list, int indent) {
        for (JsonNode element : list) {
            out.indent(indent);
            out.indicator('-');
            node(element, indent);
        }
    }

    private void text(String text, int indent, boolean simpleKey) {
        switch (ScalarStyle.of(text, simpleKey)) {
            case PLAIN -> out.plain(text, indent, !simpleKey);
            case SINGLE_QUOTED -> out.singleQuoted(text, indent, !simpleKey);
            case DOUBLE_QUOTED -> out.doubleQuoted(text, indent, !simpleKey);
            case LITERAL -> out.literal(text, indent);
        }
    }

    /** A whole number as it is, any other as Go's 'g' writes it. */
    private static String number(JsonNode node) {
        if (node.isIntegralNumber() && node.bigIntegerValue().bitLength() <= Long.SIZE) {
            return node.bigIntegerValue().toString();
        }
        BigDecimal exact = node.isIntegralNumber()
                ? new BigDecimal(node.bigIntegerValue().doubleValue())
                : new BigDecimal(Double.toString(node.doubleValue()));
        if (exact.signum() == 0) {
            return "0";
        }
        BigDecimal plain = exact.stripTrailingZeros();
        if (plain.scale() <= 0 && !node.isIntegralNumber()) {
            BigInteger whole = plain.toBigIntegerExact();
            if (whole.bitLength() < Long.SIZE) {
                return whole.toString();
            }
        }
        return general(new BigDecimal(Double.toString(exact.doubleValue())).stripTrailingZeros());
    }

    /** Upstream: strconv.FormatFloat(f, 'g', -1, 64). */
    private static String general(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        boolean plain = exponent >= -4 && exponent < PLAIN_DIGITS;
        if (plain) {
            return value.toPlainString();
        }
        String digits = value.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        int size = Math.abs(exponent);
        return (value.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (size < 10 ? "0" : "")
                + size;
    }
}
