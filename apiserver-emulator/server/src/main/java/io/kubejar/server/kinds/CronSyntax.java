package io.kubejar.server.kinds;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is wrong with the schedule of a cron job, in the words of the library that upstream reads it with: ParseStandard,
 * github.com/robfig/cron v3.
 */
final class CronSyntax {
    private static final Map<String, Integer> NONE = Map.of();
    private static final List<String> DESCRIPTORS =
            List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final Pattern DURATION = Pattern.compile("[-+]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");

    /** The values of one field. */
    private record Bounds(long min, long max, Map<String, Integer> names) {}

    private static final List<Bounds> FIELDS = List.of(
            new Bounds(0, 59, NONE),
            new Bounds(0, 23, NONE),
            new Bounds(1, 31, NONE),
            new Bounds(
                    1,
                    12,
                    Map.ofEntries(
                            Map.entry("jan", 1),
                            Map.entry("feb", 2),
                            Map.entry("mar", 3),
                            Map.entry("apr", 4),
                            Map.entry("may", 5),
                            Map.entry("jun", 6),
                            Map.entry("jul", 7),
                            Map.entry("aug", 8),
                            Map.entry("sep", 9),
                            Map.entry("oct", 10),
                            Map.entry("nov", 11),
                            Map.entry("dec", 12))),
            new Bounds(0, 6, Map.of("sun", 0, "mon", 1, "tue", 2, "wed", 3, "thu", 4, "fri", 5, "sat", 6)));

    private CronSyntax() {}

    /** What is wrong, or "". */
    static String wrong(String schedule) {
        String spec = schedule;
        if (spec.startsWith("TZ=") || spec.startsWith("CRON_TZ=")) {
            int space = spec.indexOf(' ');
            if (space < 0) {
                return "failed to parse the schedule"; // upstream recovers from a panic here
            }
            String zone = spec.substring(spec.indexOf('=') + 1, space);
            if (!zone.isEmpty() && !CronJobRules.isZone(zone)) {
                return "provided bad location " + zone + ": unknown time zone " + zone;
            }
            spec = spec.substring(space).strip();
        }
        if (spec.startsWith("@")) {
            return descriptor(spec);
        }
        String[] fields = spec.isBlank() ? new String[0] : spec.strip().split("\\s+", -1);
        if (fields.length != FIELDS.size()) {
            return "expected exactly 5 fields, found " + fields.length + ": [" + String.join(" ", fields) + "]";
        }
        try {
            for (int i = 0; i < fields.length; i++) {
                Bounds bounds = FIELDS.get(i);
                Arrays.stream(fields[i].split(",", -1))
                        .filter(e -> !e.isEmpty())
                        .forEach(e -> range(e, bounds));
            }
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String descriptor(String spec) {
        if (DESCRIPTORS.contains(spec)) {
            return "";
        }
        if (!spec.startsWith("@every ")) {
            return "unrecognized descriptor: " + spec;
        }
        String duration = spec.substring("@every ".length());
        boolean known = DURATION.matcher(duration).matches();
        return known ? "" : "failed to parse duration " + spec + ": time: invalid duration \"" + duration + "\"";
    }

    private static void range(String expression, Bounds bounds) {
        String[] withStep = expression.split("/", -1);
        String[] ends = withStep[0].split("-", -1);
        long start;
        long end;
        if (ends[0].equals("*") || ends[0].equals("?")) {
            start = bounds.min();
            end = bounds.max();
        } else {
            start = number(ends[0], bounds.names());
            if (ends.length > 2) {
                throw new IllegalArgumentException("too many hyphens: " + expression);
            }
            end = ends.length == 2 ? number(ends[1], bounds.names()) : start;
        }
        long step = 1;
        if (withStep.length > 2) {
            throw new IllegalArgumentException("too many slashes: " + expression);
        }
        if (withStep.length == 2) {
            step = number(withStep[1], NONE);
            end = ends.length == 1 ? bounds.max() : end;
        }
        check(start, end, step, bounds, expression);
    }

    private static void check(long start, long end, long step, Bounds bounds, String expression) {
        String wrong = "";
        if (start < bounds.min()) {
            wrong = "beginning of range (" + start + ") below minimum (" + bounds.min() + "): ";
        } else if (end > bounds.max()) {
            wrong = "end of range (" + end + ") above maximum (" + bounds.max() + "): ";
        } else if (start > end) {
            wrong = "beginning of range (" + start + ") beyond end of range (" + end + "): ";
        } else if (step == 0) {
            wrong = "step of range should be a positive number: ";
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(wrong + expression);
        }
    }

    private static long number(String text, Map<String, Integer> names) {
        Integer named = names.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        if (!INTEGER.matcher(text).matches() || text.length() > 10) {
            throw new IllegalArgumentException(
                    "failed to parse int from " + text + ": strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("negative number (" + number + ") not allowed: " + text);
        }
        return number;
    }
}
