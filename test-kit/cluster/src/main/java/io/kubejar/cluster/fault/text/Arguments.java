package io.kubejar.cluster.fault.text;

import io.kubejar.cluster.fault.Match;
import io.kubejar.core.time.Durations;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a verb.
 *
 * @param operand the name of a node or a component; "" for none
 * @param named the values of arguments, by their names
 */
record Arguments(String operand, Map<String, String> named) {
    /** Which requests or watches are meant: all that fit whatever of this is named. */
    Match match() {
        Match which = Match.ALL;
        for (String key : Match.KEYS) {
            String value = named.get(key);
            if (value != null) {
                which = which.and(Match.part(key, value));
            }
        }
        return which;
    }

    /** A whole number; null when it is not given. */
    @Nullable
    Integer number(String name) {
        String text = named.get(name);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, not '" + text + "'", e);
        }
    }

    /** The code that requests fail with. */
    int code() {
        Integer code = number("code");
        return code == null ? 0 : code; // it is needed, so that this is not asked for without it
    }

    /** How long; may be negative. */
    Duration by() {
        return Durations.parseSigned(named.getOrDefault("by", "0"));
    }
}
