package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.kubejar.server.schema.Schema.Kind;

/** The values that have a form of their own: times, quantities, numbers that may be names, base64. */
final class Scalars {
    private static final String QUANTITY_FORM =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private Scalars() {}

    /** The JSON type is wrong. */
    static final class WrongType extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String word;
        private final String goType;

        WrongType(String word, String goType) {
            super(word, null, false, false);
            this.word = word;
            this.goType = goType;
        }

        String word() {
            return word;
        }

        String goType() {
            return goType;
        }
    }

    /** The canonical form of a value that is not null. */
    static JsonNode special(JsonNode node, Kind kind) {
        return switch (kind) {
            case QUANTITY -> quantity(node);
            case INT_OR_STRING -> intOrString(node);
            case TIME -> same(node, GoTime.seconds(text(node)));
            case MICRO_TIME -> same(node, GoTime.micros(text(node)));
            default -> throw new IllegalArgumentException(kind.name());
        };
    }

    /** The node itself when it is this text already. */
    private static JsonNode same(JsonNode node, String text) {
        return node.isTextual() && node.textValue().equals(text) ? node : TextNode.valueOf(text);
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new WrongType(Go.jsonWord(node), "string");
        }
        return node.textValue();
    }

    private static JsonNode quantity(JsonNode node) {
        if (!node.isTextual() && !node.isNumber()) {
            throw new DecodingException(QUANTITY_FORM);
        }
        try {
            return same(node, QuantityText.stored(node.asText().strip()));
        } catch (IllegalArgumentException e) {
            throw new DecodingException(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode intOrString(JsonNode node) {
        if (node.isTextual()) {
            return node;
        }
        if (!node.isNumber()) {
            throw new WrongType(Go.jsonWord(node), "int32");
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new WrongType("number " + node.asText(), "int32");
        }
        return node;
    }

    /** The first byte that is no standard base64 with padding, line ends aside; -1 when all is. Upstream: Go's base64. */
    static int firstBadBase64(String text) {
        int length = text.length();
        int count = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=') {
                return padding(text, i, count % 4);
            }
            if (!isBase64(c)) {
                return i;
            }
            count++;
        }
        return count % 4 == 0 ? -1 : length - count % 4;
    }

    /** Checks the end of the text from its first sign of padding, which comes after so many letters of its group. */
    private static int padding(String text, int first, int letters) {
        if (letters < 2) {
            return first;
        }
        int at = next(text, first + 1);
        if (letters == 2) {
            if (at == text.length()) {
                return text.length();
            }
            if (text.charAt(at) != '=') {
                return at - 1;
            }
            at = next(text, at + 1);
        }
        return at == text.length() ? -1 : at;
    }

    private static int next(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
        }
        return at;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
}
