package io.kubejar.cli;

import io.kubejar.core.time.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that a command was called with. */
final class Arguments {
    /** At the end of an operand that takes all words that are left. */
    static final String MORE = "...";

    private final Map<String, String> given;

    private Arguments(Map<String, String> given) {
        this.given = given;
    }

    /**
     * Reads {@code --name value}, {@code --name=value}, {@code --flag} and the operands between them; throws {@link WrongCall}
     * for all else.
     */
    static Arguments parse(List<Option> known, List<String> operands, List<String> words) {
        Map<String, String> given = new LinkedHashMap<>();
        int operand = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") && operand < operands.size()) {
                String name = operands.get(operand);
                if (name.endsWith(MORE)) {
                    given.merge(name, word, (some, next) -> some + " " + next);
                } else {
                    given.put(name, word);
                    operand++;
                }
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            Option option = find(known, name);
            String value;
            if (option.value().isEmpty()) {
                if (equals >= 0) {
                    throw new WrongCall(name + " takes no value");
                }
                value = "";
            } else if (equals >= 0) {
                value = word.substring(equals + 1);
            } else if (i + 1 < words.size()) {
                value = words.get(++i);
            } else {
                throw new WrongCall(option.usage() + ": the value is missing");
            }
            if (given.put(name, value) != null) {
                throw new WrongCall(name + " is given twice");
            }
        }
        return new Arguments(given);
    }

    private static Option find(List<Option> known, String name) {
        for (Option option : known) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        throw new WrongCall(name.startsWith("-") ? "unknown option " + name : "unexpected argument '" + name + "'");
    }

    /** Whether the option is given. */
    boolean has(String name) {
        return given.containsKey(name);
    }

    /** The option's value, or null when it is not given. */
    @Nullable
    String text(String name) {
        return given.get(name);
    }

    /** The option's file or folder, or null when it is not given. */
    @Nullable
    Path path(String name) {
        String text = given.get(name);
        return text == null ? null : Path.of(text);
    }

    /** The value of an option or operand that must be given. */
    String required(String name) {
        String text = given.get(name);
        if (text == null) {
            throw new WrongCall(name + " is missing");
        }
        return text;
    }

    /** The option's whole number, or the other one when it is not given. */
    long number(String name, long otherwise) {
        String text = given.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WrongCall(name + " must be a whole number, not '" + text + "'", e);
        }
    }

    /** The option's whole number within the bounds, or the other one when it is not given. */
    int number(String name, int otherwise, int min, int max) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new WrongCall(name + " must be a whole number, not '" + text + "'", e);
        }
        throw new WrongCall(name + " must be from " + min + " to " + max + ", not " + text);
    }

    /** The option's {@code true} or {@code false}, or the other one when it is not given. */
    boolean bool(String name, boolean otherwise) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new WrongCall(name + " must be true or false, not '" + text + "'");
    }

    /** The option's duration, or the other one when it is not given. */
    Duration duration(String name, Duration otherwise) {
        String text = given.get(name);
        try {
            return text == null ? otherwise : Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongCall(name + ": " + e.getMessage(), e);
        }
    }
}
