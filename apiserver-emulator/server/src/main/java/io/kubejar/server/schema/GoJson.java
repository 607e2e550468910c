package io.kubejar.server.schema;

import java.nio.charset.StandardCharsets;

/**
 * Says what is wrong with a text that is no JSON, in the words of Go's encoding/json (scanner.go, Go 1.24), whose
 * scanner accepts or refuses byte by byte.
 */
final class GoJson {
    static final String END = "unexpected end of JSON input";

    private final byte[] text;
    private int at;

    private GoJson(byte[] text) {
        this.text = text;
    }

    /** The words for the first thing that is wrong. */
    static String problem(byte[] text) {
        GoJson scan = new GoJson(text);
        try {
            scan.value("looking for beginning of value");
            scan.space();
            if (scan.at < text.length) {
                throw scan.unexpected("after top-level value");
            }
        } catch (DecodingException e) {
            return e.words();
        }
        // Another limit than syntax, the depth for example.
        return "exceeded max depth";
    }

    private void value(String context) {
        space();
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected(context);
        }
    }

    private void object() {
        at++;
        space();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            space();
            if (peek() != '"') {
                throw unexpected("looking for beginning of object key string");
            }
            string();
            space();
            if (peek() != ':') {
                throw unexpected("after object key");
            }
            at++;
            value("looking for beginning of value");
            space();
            int next = peek();
            if (next != ',' && next != '}') {
                throw unexpected("after object key:value pair");
            }
            at++;
            if (next == '}') {
                return;
            }
        }
    }

    private void array() {
        at++;
        space();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value("looking for beginning of value");
            space();
            int next = peek();
            if (next != ',' && next != ']') {
                throw unexpected("after array element");
            }
            at++;
            if (next == ']') {
                return;
            }
        }
    }

    private void string() {
        at++;
        while (true) {
            int c = peek();
            if (c == '"') {
                at++;
                return;
            }
            if (c < ' ') {
                throw unexpected("in string literal");
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
    }

    private void escape() {
        int c = peek();
        if (c == 'u') {
            for (int i = 0; i < 4; i++) {
                at++;
                if (Character.digit(peek(), 16) < 0) {
                    throw unexpected("in \\u hexadecimal character escape");
                }
            }
        } else if ("bfnrt\\/\"".indexOf(c) < 0) {
            throw unexpected("in string escape code");
        }
        at++;
    }

    private void literal(String word) {
        for (int i = 1; i < word.length(); i++) {
            at++;
            if (peek() != word.charAt(i)) {
                throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        at++;
    }

    private void number() {
        if (text[at] == '-') {
            at++;
            if (!digit(peek())) {
                throw unexpected("in numeric literal");
            }
        }
        if (text[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length && text[at] == '.') {
            at++;
            if (!digit(peek())) {
                throw unexpected("after decimal point in numeric literal");
            }
            digits();
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            int sign = peek();
            if (sign == '+' || sign == '-') {
                at++;
            }
            if (!digit(peek())) {
                throw unexpected("in exponent of numeric literal");
            }
            digits();
        }
    }

    private void digits() {
        while (at < text.length && digit(text[at])) {
            at++;
        }
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    private void space() {
        while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
            at++;
        }
    }

    /** The byte that comes next; the end is an error of its own whatever was looked for. */
    private int peek() {
        if (at >= text.length) {
            throw new DecodingException(END);
        }
        return text[at] & 0xff;
    }

    private DecodingException unexpected(String context) {
        return new DecodingException("invalid character " + quoted(text[at] & 0xff) + " " + context);
    }

    /** Go's quoteChar: one byte, shown as a character of Latin-1. */
    private static String quoted(int c) {
        if (c == '\'') {
            return "'\\''";
        }
        if (c == '"') {
            return "'\"'";
        }
        String inside = Go.quote(new String(new byte[] {(byte) c}, StandardCharsets.ISO_8859_1));
        return "'" + inside.substring(1, inside.length() - 1) + "'";
    }
}
