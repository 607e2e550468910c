package io.kubejar.etcd.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubejar.etcd.gateway.JsonNode.Kind;
import io.kubejar.etcd.gateway.JsonNode.Member;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON value from the beginning of some bytes, and says what is wrong in the words of Go's encoding/json
 * (scanner.go): with these etcd's gateway refuses a body. By hand, because no library for Java has them, nor the places of the
 * values that the next layer's words name.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 1000; // protobuf itself goes to 100
    private static final String VALUE = "looking for beginning of value";
    private static final String NAME = "looking for beginning of object key string";

    private final byte[] bytes;
    private final int length;
    private int at;
    private JsonNode.Source source;

    private JsonReader(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.length = length;
        this.at = from;
        this.source = new JsonNode.Source(bytes, from);
    }

    /**
     * A value and where what comes after it begins.
     */
    record Value(JsonNode node, int end) {}

    /** The bytes end in the middle of a value, or before it: more of them may make it whole. */
    static final class EndException extends Exception {
        private static final long serialVersionUID = 1;

        /** Whether a value has begun. */
        final transient boolean within;

        EndException(boolean within) {
            super(within ? "unexpected EOF" : "EOF", null, false, false);
            this.within = within;
        }
    }

    /** Reads the first value behind a place; places in it count from its own beginning. */
    static Value read(byte[] bytes, int from, int length) throws BadJsonException, EndException {
        JsonReader reader = new JsonReader(bytes, from, length);
        reader.skipSpace();
        if (reader.at == length) {
            throw new EndException(false);
        }
        reader.source = new JsonNode.Source(bytes, reader.at);
        return new Value(reader.value(0), reader.at);
    }

    private int peek() throws EndException {
        if (at == length) {
            throw new EndException(true);
        }
        return bytes[at] & 0xff;
    }

    private void skipSpace() {
        while (at < length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
    }

    private int peekBehindSpace() throws EndException {
        skipSpace();
        return peek();
    }

    private static BadJsonException wrong(int found, String where) {
        String shown = switch (found) {
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> found < ' ' || found == 0x7f ? String.format("\\x%02x", found) : String.valueOf((char) found);
        };
        return new BadJsonException("invalid character '" + shown + "' " + where);
    }

    private JsonNode value(int depth) throws BadJsonException, EndException {
        if (depth > MAX_DEPTH) {
            throw new BadJsonException("exceeded max depth");
        }
        int first = peekBehindSpace();
        return switch (first) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true", Kind.BOOL);
            case 'f' -> literal("false", Kind.BOOL);
            case 'n' -> literal("null", Kind.NULL);
            default -> {
                if (first != '-' && (first < '0' || first > '9')) {
                    throw wrong(first, VALUE);
                }
                yield number();
            }
        };
    }

    private JsonNode scalar(Kind kind, int start, String text) {
        return new JsonNode(kind, source, start, at, text, List.of());
    }

    private JsonNode object(int depth) throws BadJsonException, EndException {
        int start = at++;
        List<Member> members = new ArrayList<>();
        boolean more = peekBehindSpace() != '}';
        while (more) {
            int first = peekBehindSpace();
            if (first != '"') {
                throw wrong(first, NAME);
            }
            JsonNode name = string();
            int colon = peekBehindSpace();
            if (colon != ':') {
                throw wrong(colon, "after object key");
            }
            at++;
            members.add(new Member(name, value(depth + 1)));
            more = isFollowed('}', "after object key:value pair");
        }
        at++;
        return new JsonNode(Kind.OBJECT, source, start, at, "{", members);
    }

    private JsonNode array(int depth) throws BadJsonException, EndException {
        int start = at++;
        List<Member> members = new ArrayList<>();
        boolean more = peekBehindSpace() != ']';
        while (more) {
            JsonNode element = value(depth + 1);
            members.add(new Member(element, element));
            more = isFollowed(']', "after array element");
        }
        at++;
        return new JsonNode(Kind.ARRAY, source, start, at, "[", members);
    }

    /** Whether there is a comma, behind which it goes on, and not the end. */
    private boolean isFollowed(char end, String where) throws BadJsonException, EndException {
        int found = peekBehindSpace();
        if (found == ',') {
            at++;
            return true;
        }
        if (found != end) {
            throw wrong(found, where);
        }
        return false;
    }

    private JsonNode literal(String word, Kind kind) throws BadJsonException, EndException {
        int start = at++;
        for (int i = 1; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                throw wrong(peek(), "in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        return scalar(kind, start, word);
    }

    private JsonNode number() throws BadJsonException, EndException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits("in numeric literal");
        }
        if (at < length && bytes[at] == '.') {
            at++;
            digits("after decimal point in numeric literal");
        }
        if (at < length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits("in exponent of numeric literal");
        }
        return scalar(Kind.NUMBER, start, new String(bytes, start, at - start, UTF_8));
    }

    private void digits(String where) throws BadJsonException, EndException {
        int first = peek();
        if (first < '0' || first > '9') {
            throw wrong(first, where);
        }
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
    }

    private JsonNode string() throws BadJsonException, EndException {
        int start = at++;
        while (peek() != '"') {
            if (peek() < ' ') {
                throw wrong(peek(), "in string literal");
            }
            if (peek() == '\\') {
                at++;
                escape();
            } else {
                at++;
            }
        }
        at++;
        String raw = new String(bytes, start + 1, at - start - 2, UTF_8);
        return scalar(Kind.STRING, start, unescaped(raw));
    }

    private void escape() throws BadJsonException, EndException {
        int code = peek();
        if ("bfnrt\\/\"u".indexOf(code) < 0) {
            throw wrong(code, "in string escape code");
        }
        at++;
        for (int i = 0; code == 'u' && i < 4; i++, at++) {
            if (Character.digit(peek(), 16) < 0) {
                throw wrong(peek(), "in \\u hexadecimal character escape");
            }
        }
    }

    private static String unescaped(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char code = raw.charAt(++i);
            switch (code) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(code);
            }
        }
        return text.toString();
    }
}
