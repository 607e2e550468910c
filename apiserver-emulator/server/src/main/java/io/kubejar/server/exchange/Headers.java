package io.kubejar.server.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header fields; names are kept in lower case, a name may have several values. Not thread-safe while it is filled. */
public final class Headers {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** Adds a value; the name may be in any case. */
    public Headers add(String name, String value) {
        values.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>(1))
                .add(value);
        return this;
    }

    /** The first value, or null. */
    public @Nullable String first(String name) {
        List<String> all = values.get(name.toLowerCase(Locale.ROOT));
        return all == null ? null : all.get(0);
    }

    /** All values in order; empty when there are none. */
    public List<String> all(String name) {
        return values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The whole, by name in lower case. Must not be changed. */
    public Map<String, List<String>> asMap() {
        return values;
    }
}
