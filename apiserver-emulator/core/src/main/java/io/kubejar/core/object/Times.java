package io.kubejar.core.object;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** metav1.Time (seconds) and metav1.MicroTime (microseconds) as text, always in UTC. */
public final class Times {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** The text of a metav1.Time: {@code 2026-11-21T10:00:00Z}. */
    public static String format(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The text of a metav1.MicroTime: {@code 2026-11-21T10:00:00.000000Z}. */
    public static String formatMicros(Instant time) {
        return MICROS.format(time);
    }

    /** The instant of an RFC 3339 text; null for null, "" or something else. */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
