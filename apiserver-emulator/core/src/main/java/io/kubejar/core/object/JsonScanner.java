package io.kubejar.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kubejar.core.object.PlacedJson.Kind;
import io.kubejar.core.object.PlacedJson.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value from the beginning of some bytes, and says what is wrong in the words of Go's encoding/json
 * (scanner.go), because clients see them. Slower than Jackson's parser, which has other words and does not say where a value
 * stands.
 */
public final class JsonScanner {
    private static final String VALUE = "looking for beginning of value";
    private static final String NAME = "looking for beginning of object key string";
    private static final PlacedJson NOTHING =
            new PlacedJson(Kind.NULL, new PlacedJson.Source(new byte[0], 0), 0, 0, "", List.of());

    private final byte[] bytes;
    private final int length;
    private final int maxDepth;
    private final boolean keeps; // what it reads; else it only looks at it, which takes no room
    private int at;
    private PlacedJson.Source source;

    private JsonScanner(byte[] bytes, int from, int length, int maxDepth, boolean keeps) {
        this.bytes = bytes;
        this.length = length;
        this.maxDepth = maxDepth;
        this.keeps = keeps;
        this.at = from;
        this.source = new PlacedJson.Source(bytes, from);
    }

    /** What is wrong, in Go's words. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1;

        private final String words;

        private SyntaxException(String words) {
            super(words, null, false, false);
            this.words = words;
        }

        /** What is wrong. */
        public String words() {
            return words;
        }
    }

    /** The bytes end in the middle of a value, or before it: more of them may make it whole. */
    public static final class EndException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean within;

        private EndException(boolean within) {
            super(within ? "unexpected EOF" : "EOF", null, false, false);
            this.within = within;
        }

        /** Whether a value has begun. */
        public boolean isWithin() {
            return within;
        }
    }

    /**
     * Reads the first value behind a place; places in it count from its own beginning.
     *
     * @param length of what is there to be read
     * @param maxDepth how deep values may stand in each other
     */
    public static PlacedJson read(byte[] bytes, int from, int length, int maxDepth)
            throws SyntaxException, EndException {
        JsonScanner scanner = new JsonScanner(bytes, from, length, maxDepth, true);
        scanner.skipSpace();
        if (scanner.at == length) {
            throw new EndException(false);
        }
        scanner.source = new PlacedJson.Source(bytes, scanner.at);
        return scanner.value();
    }

    /** Looks at the one value that there is to be; what comes behind it is wrong too. */
    static void check(byte[] bytes, int maxDepth) throws SyntaxException, EndException {
        JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length, maxDepth, false);
        scanner.value();
        scanner.skipSpace();
        if (scanner.at < bytes.length) {
            throw wrong(scanner.peek(), "after top-level value");
        }
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

    private static SyntaxException wrong(int found, String where) {
        String shown = switch (found) {
            case '\'' -> "\\'";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> found < ' ' || found == 0x7f ? String.format("\\x%02x", found) : String.valueOf((char) found);
        };
        return new SyntaxException("invalid character '" + shown + "' " + where);
    }

    /** An object or a list that has begun and not ended. */
    private static final class Open {
        private final Kind kind;
        private final int start;
        private final List<Member> members = new ArrayList<>(0);
        private PlacedJson name = NOTHING; // of the member that comes next

        private Open(Kind kind, int start) {
            this.kind = kind;
            this.start = start;
        }
    }

    /** By a stack of its own: how deep a text goes is for whoever sends it to say. */
    private PlacedJson value() throws SyntaxException, EndException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            PlacedJson done = begin(open);
            while (done != null) {
                Open around = open.peek();
                if (around == null) {
                    return done;
                }
                done = goOn(around, done, open);
            }
        }
    }

    /** Begins a value; gives it when it has ended, and null when others are in it. */
    private @Nullable PlacedJson begin(Deque<Open> open) throws SyntaxException, EndException {
        int first = peekBehindSpace();
        return switch (first) {
            case '{' -> begin(Kind.OBJECT, '}', open);
            case '[' -> begin(Kind.ARRAY, ']', open);
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

    private @Nullable PlacedJson begin(Kind kind, char end, Deque<Open> open) throws SyntaxException, EndException {
        Open begun = new Open(kind, at++);
        open.push(begun);
        if (open.size() > maxDepth) {
            throw new SyntaxException("exceeded max depth");
        }
        if (peekBehindSpace() == end) {
            return ended(open);
        }
        name(begun);
        return null;
    }

    /** Goes on behind a value that is in another; gives the other one when that ends too. */
    private @Nullable PlacedJson goOn(Open around, PlacedJson done, Deque<Open> open)
            throws SyntaxException, EndException {
        boolean isObject = around.kind == Kind.OBJECT;
        if (keeps) {
            around.members.add(new Member(isObject ? around.name : done, done));
        }
        if (!isFollowed(isObject ? '}' : ']', isObject ? "after object key:value pair" : "after array element")) {
            return ended(open);
        }
        name(around);
        return null;
    }

    /** The uppermost ends with the character that comes. */
    private PlacedJson ended(Deque<Open> open) {
        Open last = open.pop();
        at++;
        return keeps
                ? new PlacedJson(last.kind, source, last.start, at, last.kind == Kind.OBJECT ? "{" : "[", last.members)
                : NOTHING;
    }

    /** Reads the name of the next member, if they have names. */
    private void name(Open around) throws SyntaxException, EndException {
        if (around.kind != Kind.OBJECT) {
            return;
        }
        int first = peekBehindSpace();
        if (first != '"') {
            throw wrong(first, NAME);
        }
        around.name = string();
        int colon = peekBehindSpace();
        if (colon != ':') {
            throw wrong(colon, "after object key");
        }
        at++;
    }

    /** The scalar that ends here. */
    private PlacedJson scalar(Kind kind, int start) {
        if (!keeps) {
            return NOTHING;
        }
        String raw = new String(bytes, start, at - start, UTF_8);
        String text = kind == Kind.STRING ? unescaped(raw.substring(1, raw.length() - 1)) : raw;
        return new PlacedJson(kind, source, start, at, text, List.of());
    }

    /** Whether there is a comma, behind which it goes on, and not the end. */
    private boolean isFollowed(char end, String where) throws SyntaxException, EndException {
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

    private PlacedJson literal(String word, Kind kind) throws SyntaxException, EndException {
        int start = at++;
        for (int i = 1; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                throw wrong(peek(), "in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
        }
        return scalar(kind, start);
    }

    private PlacedJson number() throws SyntaxException, EndException {
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
        return scalar(Kind.NUMBER, start);
    }

    private void digits(String where) throws SyntaxException, EndException {
        int first = peek();
        if (first < '0' || first > '9') {
            throw wrong(first, where);
        }
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
    }

    private PlacedJson string() throws SyntaxException, EndException {
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
        return scalar(Kind.STRING, start);
    }

    private void escape() throws SyntaxException, EndException {
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
