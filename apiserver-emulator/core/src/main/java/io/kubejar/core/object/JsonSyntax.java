package io.kubejar.core.object;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Says why a text is no JSON, in the words of Go's {@code encoding/json} (scanner.go), because clients see them. Used only
 * after a parser has refused the text.
 */
public final class JsonSyntax {
    private static final String END = "unexpected end of JSON input";

    private final byte[] text;
    private int at;

    private JsonSyntax(byte[] text) {
        this.text = text;
    }

    /** What is wrong with the text, or null when it is one JSON value. */
    public static @Nullable String problem(byte[] text) {
        try {
            new JsonSyntax(text).check();
            return null;
        } catch (Broken broken) {
            return broken.getMessage();
        }
    }

    private void check() throws Broken {
        value(0);
        space();
        if (at < text.length) {
            throw bad("after top-level value");
        }
    }

    private void value(int depth) throws Broken {
        if (depth > 10_000) {
            throw new Broken("exceeded max depth");
        }
        space();
        switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw bad("looking for beginning of value");
        }
    }

    private void object(int depth) throws Broken {
        at++;
        space();
        if (peek() == '}') {
            at++;
            return;
        }
        while (true) {
            space();
            if (peek() != '"') {
                throw bad("looking for beginning of object key string");
            }
            string();
            space();
            if (peek() != ':') {
                throw bad("after object key");
            }
            at++;
            value(depth + 1);
            space();
            int next = peek();
            if (next != ',' && next != '}') {
                throw bad("after object key:value pair");
            }
            at++;
            if (next == '}') {
                return;
            }
        }
    }

    private void array(int depth) throws Broken {
        at++;
        space();
        if (peek() == ']') {
            at++;
            return;
        }
        while (true) {
            value(depth + 1);
            space();
            int next = peek();
            if (next != ',' && next != ']') {
                throw bad("after array element");
            }
            at++;
            if (next == ']') {
                return;
            }
        }
    }

    private void string() throws Broken {
        at++;
        while (peek() != '"') {
            if (peek() < 0x20) {
                throw bad("in string literal");
            }
            if (peek() == '\\') {
                at++;
                escape();
            } else {
                at++;
            }
        }
        at++;
    }

    private void escape() throws Broken {
        int letter = peek();
        if (letter != 'u') {
            if ("bfnrt\\/\"".indexOf(letter) < 0) {
                throw bad("in string escape code");
            }
            at++;
            return;
        }
        at++;
        for (int i = 0; i < 4; i++) {
            if (Character.digit(peek(), 16) < 0) {
                throw bad("in \\u hexadecimal character escape");
            }
            at++;
        }
    }

    private void literal(String word) throws Broken {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw bad("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
    }

    private void number() throws Broken {
        if (peek() == '-') {
            at++;
            if (!isDigit()) {
                throw badOrEnd("in numeric literal");
            }
        }
        if (text[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length && text[at] == '.') {
            at++;
            if (!isDigit()) {
                throw badOrEnd("after decimal point in numeric literal");
            }
            digits();
        }
        if (at < text.length && (text[at] == 'e' || text[at] == 'E')) {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            if (!isDigit()) {
                throw badOrEnd("in exponent of numeric literal");
            }
            digits();
        }
    }

    private boolean isDigit() {
        return at < text.length && text[at] >= '0' && text[at] <= '9';
    }

    private void digits() {
        while (isDigit()) {
            at++;
        }
    }

    private void space() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
            at++;
        }
    }

    private int peek() throws Broken {
        if (at >= text.length) {
            throw new Broken(END);
        }
        return text[at] & 0xff;
    }

    private Broken badOrEnd(String where) {
        return at >= text.length ? new Broken(END) : bad(where);
    }

    private Broken bad(String where) {
        char c = new String(text, at, 1, StandardCharsets.ISO_8859_1).charAt(0);
        String shown = switch (c) {
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < 0x20 || c == 0x7f ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
        return new Broken("invalid character '" + shown + "' " + where);
    }

    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message, null, false, false);
        }
    }
}
