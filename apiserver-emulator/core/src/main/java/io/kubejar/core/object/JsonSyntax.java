package io.kubejar.core.object;

import org.jspecify.annotations.Nullable;

/**
 * Says why a text is no JSON, in the words of Go's {@code encoding/json}, because clients see them. Used only after a parser
 * has refused the text.
 */
public final class JsonSyntax {
    private static final int MAX_DEPTH = 10_000; // as Go

    private JsonSyntax() {}

    /** What is wrong with the text, or null when it is one JSON value. */
    public static @Nullable String problem(byte[] text) {
        try {
            JsonScanner.check(text, MAX_DEPTH);
            return null;
        } catch (JsonScanner.SyntaxException e) {
            return e.words();
        } catch (JsonScanner.EndException e) {
            return "unexpected end of JSON input";
        }
    }
}
