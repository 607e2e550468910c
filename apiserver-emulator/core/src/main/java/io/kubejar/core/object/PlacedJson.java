package io.kubejar.core.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * A JSON value where it stands in its document.
 *
 * @param start of it in the bytes of the document
 * @param end behind it
 * @param text what a string says; else as it is written
 * @param members of an object or an array, in order
 */
public record PlacedJson(Kind kind, Source source, int start, int end, String text, List<Member> members) {
    /** What there is in JSON. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOL,
        NULL
    }

    /**
     * The bytes of a document, which do not change any more.
     *
     * @param from where it begins in them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Source(byte[] bytes, int from) {}

    /**
     * One value in another.
     *
     * @param name a string; of an element of an array the element itself
     */
    public record Member(PlacedJson name, PlacedJson value) {}

    /** How it is written; of an object or an array only its first character. */
    public String raw() {
        return switch (kind) {
            case OBJECT -> "{";
            case ARRAY -> "[";
            default -> new String(source.bytes(), start, end - start, UTF_8);
        };
    }

    /** Line and column of its first character, from 1, as Go writes them. */
    public String place() {
        String before = new String(source.bytes(), source.from(), start - source.from(), UTF_8);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return "(line " + line + ":" + column + ")";
    }
}
