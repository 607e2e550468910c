package io.kubejar.core.time;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1.5s}, {@code 300ms}, {@code 1m30s}; also a bare 0. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h)");
    private static final Pattern ALL = Pattern.compile("(?:" + PART.pattern() + ")+");

    private Durations() {}

    /** Reads a duration; throws {@link IllegalArgumentException} for anything else. Upstream: time.ParseDuration. */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!ALL.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration like 500ms, 2s or 1m30s");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))));
        }
        try {
            return Duration.ofNanos(nanos.toBigInteger().longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too long a duration", e);
        }
    }

    /** Like {@link #parse}, also of a duration that goes back, as {@code -1h}. */
    public static Duration parseSigned(String text) {
        return text.startsWith("-") ? parse(text.substring(1)).negated() : parse(text);
    }

    /** As {@link #parseSigned} reads it and Go writes it, but without parts that are 0: {@code 1h30m}, {@code 300ms}. */
    public static String text(Duration duration) {
        if (duration.isNegative()) {
            return "-" + text(duration.negated());
        }
        String out = part(duration.toHours(), "h") + part(duration.toMinutesPart(), "m");
        int nanos = duration.toNanosPart();
        String rest = nanos == 0
                ? part(duration.toSecondsPart(), "s")
                : duration.toSecondsPart() == 0 ? small(nanos) : decimal(duration.toSecondsPart(), nanos) + "s";
        return out.isEmpty() && rest.isEmpty() ? "0s" : out + rest;
    }

    private static String small(int nanos) {
        if (nanos % 1_000_000 == 0) {
            return nanos / 1_000_000 + "ms";
        }
        return nanos % 1_000 == 0 ? nanos / 1_000 + "us" : nanos + "ns";
    }

    private static String decimal(int seconds, int nanos) {
        return BigDecimal.valueOf(seconds)
                .add(BigDecimal.valueOf(nanos, 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static BigDecimal nanosOf(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> throw new IllegalArgumentException("'" + unit + "' is no unit of time");
                });
    }
}
