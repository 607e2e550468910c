package io.kubejar.controllers.cronjob;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Time zones by their names in the IANA database; the names of offsets, which Java knows too, are none. */
final class TimeZones {
    /** Zones of the database that Java does not list. */
    private static final Map<String, ZoneId> MORE =
            Map.of("EST", ZoneOffset.ofHours(-5), "MST", ZoneOffset.ofHours(-7), "HST", ZoneOffset.ofHours(-10));

    private TimeZones() {}

    /** The zone of a name, UTC for ""; null when there is none. Upstream: time.LoadLocation. */
    static @Nullable ZoneId find(String name) {
        if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
            return ZoneOffset.UTC;
        }
        ZoneId more = MORE.get(name);
        if (more != null) {
            return more;
        }
        return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith("SystemV/") ? ZoneId.of(name) : null;
    }

    /** What Go says to a name that is no zone. */
    static String unknown(String name) {
        return "unknown time zone " + name;
    }
}
