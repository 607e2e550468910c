package io.kubejar.core.object;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** metav1.Time (seconds) and metav1.MicroTime (microseconds) as text, always in UTC. */
public final class Times {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** How many days a month has beyond 28, leap days left out. */
    private static final int[] EXTRA_DAYS = {0, 3, 0, 3, 2, 3, 2, 3, 3, 2, 3, 2, 3};

    /** One object has the same time in many places, and many objects are made at one. */
    private record Last(long second, String text) {}

    private static volatile Last last = new Last(0, "1970-01-01T00:00:00Z");

    private Times() {}

    /** The text of a metav1.Time: {@code 2026-11-21T10:00:00Z}. */
    public static String format(Instant time) {
        Last known = last;
        long second = time.getEpochSecond();
        if (known.second != second) {
            known = new Last(second, Instant.ofEpochSecond(second).toString());
            last = known;
        }
        return known.text;
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
        Instant usual = parseSeconds(text);
        if (usual != null) {
            return usual;
        }
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Whether the text is a time as {@link #format} writes it; false for a leap day, which is looked at no further. */
    public static boolean isSeconds(String text) {
        return parseSeconds(text) != null;
    }

    /** Most texts are what {@link #format} gives, and read often; null for another one. */
    private static @Nullable Instant parseSeconds(String text) {
        if (text.length() != 20
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(19) != 'Z') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        // What is seldom, or wrong, is left to who knows all the rules.
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > 28 + EXTRA_DAYS[month]) {
            return null;
        }
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second);
    }

    /** Some digits as a number; negative when one of them is none. */
    private static int number(String text, int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
