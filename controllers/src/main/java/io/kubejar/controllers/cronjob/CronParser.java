package io.kubejar.controllers.cronjob;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads schedules: five fields with numbers, names, ranges and steps, or a descriptor such as {@code @hourly} or
 * {@code @every 90s}, after an optional {@code TZ=zone}. Messages are those of upstream: github.com/robfig/cron/v3/parser.go
 * (ParseStandard), v3.0.1.
 */
public final class CronParser {
    private static final Map<String, Integer> MONTHS =
            names(1, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Map<String, Integer> DAYS = names(0, "sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final Bounds MINUTE = new Bounds(0, 59, Map.of());
    private static final Bounds HOUR = new Bounds(0, 23, Map.of());
    private static final Bounds DAY_OF_MONTH = new Bounds(1, 31, Map.of());
    private static final Bounds MONTH = new Bounds(1, 12, MONTHS);
    private static final Bounds DAY_OF_WEEK = new Bounds(0, 6, DAYS);
    private static final int FIELDS = 5;

    private CronParser() {}

    private record Bounds(int min, int max, Map<String, Integer> names) {
        long all() {
            return bits(min, max, 1) | CronFields.STAR;
        }
    }

    private static Map<String, Integer> names(int first, String... names) {
        var out = new HashMap<String, Integer>();
        for (String name : names) {
            out.put(name, first + out.size());
        }
        return Map.copyOf(out);
    }

    /**
     * Reads a schedule that goes by UTC unless it names a zone.
     *
     * @throws IllegalArgumentException with upstream's words when it makes no sense
     */
    public static CronSchedule parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty spec string");
        }
        ZoneId zone = ZoneOffset.UTC;
        String spec = text;
        if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
            int space = text.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException(
                        "invalid schedule format: runtime error: slice bounds out of range [:-1]");
            }
            String name = text.substring(text.indexOf('=') + 1, space);
            ZoneId found = TimeZones.find(name);
            if (found == null) {
                throw new IllegalArgumentException("provided bad location " + name + ": " + TimeZones.unknown(name));
            }
            zone = found;
            spec = text.substring(space).strip();
        }
        return spec.startsWith("@") ? descriptor(spec, zone) : fields(spec, zone);
    }

    private static CronSchedule fields(String spec, ZoneId zone) {
        List<String> fields = Arrays.stream(spec.strip().split("\\s+"))
                .filter(f -> !f.isEmpty())
                .toList();
        if (fields.size() != FIELDS) {
            throw new IllegalArgumentException(
                    "expected exactly 5 fields, found " + fields.size() + ": [" + String.join(" ", fields) + "]");
        }
        return new CronFields(
                field(fields.get(0), MINUTE),
                field(fields.get(1), HOUR),
                field(fields.get(2), DAY_OF_MONTH),
                field(fields.get(3), MONTH),
                field(fields.get(4), DAY_OF_WEEK),
                zone);
    }

    private static CronSchedule descriptor(String text, ZoneId zone) {
        long midnight = 1L;
        long first = 1L << 1;
        switch (text) {
            case "@yearly", "@annually":
                return new CronFields(midnight, midnight, first, first, DAY_OF_WEEK.all(), zone);
            case "@monthly":
                return new CronFields(midnight, midnight, first, MONTH.all(), DAY_OF_WEEK.all(), zone);
            case "@weekly":
                return new CronFields(midnight, midnight, DAY_OF_MONTH.all(), MONTH.all(), 1L, zone);
            case "@daily", "@midnight":
                return new CronFields(midnight, midnight, DAY_OF_MONTH.all(), MONTH.all(), DAY_OF_WEEK.all(), zone);
            case "@hourly":
                return new CronFields(midnight, HOUR.all(), DAY_OF_MONTH.all(), MONTH.all(), DAY_OF_WEEK.all(), zone);
            default:
        }
        String every = "@every ";
        if (!text.startsWith(every)) {
            throw new IllegalArgumentException("unrecognized descriptor: " + text);
        }
        try {
            return CronSchedule.every(GoDuration.parse(text.substring(every.length())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("failed to parse duration " + text + ": " + e.getMessage(), e);
        }
    }

    private static long field(String text, Bounds bounds) {
        long bits = 0;
        for (String part : text.split(",")) {
            if (!part.isEmpty()) {
                bits |= range(part, bounds);
            }
        }
        return bits;
    }

    private static long range(String text, Bounds bounds) {
        String[] rangeAndStep = text.split("/", -1);
        String[] lowAndHigh = rangeAndStep[0].split("-", -1);
        boolean star = lowAndHigh[0].equals("*") || lowAndHigh[0].equals("?");
        int start = star ? bounds.min() : number(lowAndHigh[0], bounds.names());
        int end = star ? bounds.max() : start;
        if (!star && lowAndHigh.length > 2) {
            throw new IllegalArgumentException("too many hyphens: " + text);
        }
        if (!star && lowAndHigh.length == 2) {
            end = number(lowAndHigh[1], bounds.names());
        }
        int step = 1;
        if (rangeAndStep.length > 2) {
            throw new IllegalArgumentException("too many slashes: " + text);
        }
        if (rangeAndStep.length == 2) {
            step = number(rangeAndStep[1], Map.of());
            end = lowAndHigh.length == 1 ? bounds.max() : end;
        }
        check(start, end, step, bounds, text);
        return bits(start, end, step) | (star && step <= 1 ? CronFields.STAR : 0);
    }

    private static void check(int start, int end, int step, Bounds bounds, String text) {
        @Nullable String wrong = null;
        if (start < bounds.min()) {
            wrong = "beginning of range (" + start + ") below minimum (" + bounds.min() + "): " + text;
        } else if (end > bounds.max()) {
            wrong = "end of range (" + end + ") above maximum (" + bounds.max() + "): " + text;
        } else if (start > end) {
            wrong = "beginning of range (" + start + ") beyond end of range (" + end + "): " + text;
        } else if (step == 0) {
            wrong = "step of range should be a positive number: " + text;
        }
        if (wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static int number(String text, Map<String, Integer> names) {
        Integer named = names.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text + "\": invalid syntax", e);
        }
        if (number < 0) {
            throw new IllegalArgumentException("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }

    private static long bits(int min, int max, int step) {
        long bits = 0;
        for (int i = min; i <= max; i += step) {
            bits |= 1L << i;
        }
        return bits;
    }
}
