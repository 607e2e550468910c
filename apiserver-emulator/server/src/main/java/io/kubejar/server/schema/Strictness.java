package io.kubejar.server.schema;

import java.util.Locale;

/** What to do with unknown and duplicate fields: the query parameter {@code fieldValidation}. */
public enum Strictness {
    /** Drop them silently. */
    IGNORE,
    /** Drop them and warn; what a request means that says nothing. */
    WARN,
    /** Refuse the object. */
    STRICT;

    /** Reads the parameter's value; "" is {@link #WARN}. Throws {@link IllegalArgumentException} for anything else. */
    public static Strictness parse(String value) {
        return switch (value) {
            case "", "Warn" -> WARN;
            case "Ignore" -> IGNORE;
            case "Strict" -> STRICT;
            default -> throw new IllegalArgumentException(value.toLowerCase(Locale.ROOT));
        };
    }
}
