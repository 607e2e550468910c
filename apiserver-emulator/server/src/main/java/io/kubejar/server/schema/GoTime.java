package io.kubejar.server.schema;

import io.kubejar.core.object.Times;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads times as Go's time.Parse does with the layouts of metav1.Time and metav1.MicroTime, with its error texts. */
final class GoTime {
    private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";
    private static final String[] LAYOUT = {"2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"};

    private final String text;
    private final boolean micros;
    private int at;
    private final int[] parts = new int[6];

    private GoTime(String text, boolean micros) {
        this.text = text;
        this.micros = micros;
    }

    /** The time in UTC, to the second. */
    static String seconds(String text) {
        if (Times.isSeconds(text)) {
            return text;
        }
        return format(new GoTime(text, false).parse()).append('Z').toString();
    }

    /** The time in UTC, to the microsecond. */
    static String micros(String text) {
        LocalDateTime time = new GoTime(text, true).parse();
        StringBuilder out = format(time).append('.');
        return digits(out, time.getNano() / 1000, 6).append('Z').toString();
    }

    private static StringBuilder format(LocalDateTime time) {
        StringBuilder out = new StringBuilder("2006-01-02T15:04:05.000000Z".length());
        digits(out, time.getYear(), 4).append('-');
        digits(out, time.getMonthValue(), 2).append('-');
        digits(out, time.getDayOfMonth(), 2).append('T');
        digits(out, time.getHour(), 2).append(':');
        digits(out, time.getMinute(), 2).append(':');
        return digits(out, time.getSecond(), 2);
    }

    /** Appends a number with zeros before it up to a width, the sign included. */
    private static StringBuilder digits(StringBuilder out, int number, int width) {
        String text = Integer.toString(Math.abs(number));
        if (number < 0) {
            out.append('-');
        }
        for (int i = text.length() + (number < 0 ? 1 : 0); i < width; i++) {
            out.append('0');
        }
        return out.append(text);
    }

    private LocalDateTime parse() {
        int part = 0;
        for (String chunk : LAYOUT) {
            if (chunk.length() > 1) {
                parts[part++] = digits(chunk);
            } else if (text.startsWith(chunk, at)) {
                at += chunk.length();
            } else {
                throw cannot(chunk);
            }
        }
        int nanos = fraction();
        ZoneOffset offset = zone();
        if (at < text.length()) {
            throw new DecodingException(head() + ": extra text: " + Go.quote(text.substring(at)));
        }
        check(parts[1] >= 1 && parts[1] <= 12, "month");
        check(parts[3] < 24, "hour");
        check(parts[4] < 60, "minute");
        check(parts[5] < 60, "second");
        check(parts[2] >= 1 && parts[2] <= LocalDate.of(parts[0], parts[1], 1).lengthOfMonth(), "day");
        try {
            return LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], nanos)
                    .atOffset(offset)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toLocalDateTime();
        } catch (DateTimeException e) {
            throw new DecodingException(head() + ": time zone offset hour out of range");
        }
    }

    private int digits(String chunk) {
        int value = 0;
        for (int i = 0; i < chunk.length(); i++) {
            int digit = at + i < text.length() ? text.charAt(at + i) - '0' : -1;
            if (digit < 0 || digit > 9) {
                throw cannot(chunk);
            }
            value = value * 10 + digit;
        }
        at += chunk.length();
        return value;
    }

    private int fraction() {
        boolean there = at + 1 < text.length()
                && (text.charAt(at) == '.' || text.charAt(at) == ',')
                && Character.isDigit(text.charAt(at + 1));
        int end = at + 1;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        if (micros && (!there || end - at < 7)) {
            throw cannot(".000000");
        }
        if (!there) {
            return 0;
        }
        end = micros ? at + 7 : end;
        String digits = (text.substring(at + 1, end) + "000000000").substring(0, 9);
        at = end;
        return Integer.parseInt(digits);
    }

    private ZoneOffset zone() {
        if (text.startsWith("Z", at)) {
            at++;
            return ZoneOffset.UTC;
        }
        boolean fits = at + 6 <= text.length()
                && "+-".indexOf(text.charAt(at)) >= 0
                && text.charAt(at + 3) == ':'
                && text.substring(at + 1, at + 3).chars().allMatch(Character::isDigit)
                && text.substring(at + 4, at + 6).chars().allMatch(Character::isDigit);
        if (!fits) {
            throw cannot("Z07:00");
        }
        int hours = Integer.parseInt(text.substring(at + 1, at + 3));
        int minutes = Integer.parseInt(text.substring(at + 4, at + 6));
        int sign = text.charAt(at) == '-' ? -1 : 1;
        check(hours <= 18, "time zone offset hour");
        check(minutes < 60, "time zone offset minute");
        at += 6;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    private void check(boolean right, String what) {
        if (!right) {
            throw new DecodingException(head() + ": " + what + " out of range");
        }
    }

    private String head() {
        return "parsing time " + Go.quote(text);
    }

    private DecodingException cannot(String chunk) {
        String layout = micros ? MICROS : SECONDS;
        return new DecodingException(head() + " as " + Go.quote(layout) + ": cannot parse "
                + Go.quote(text.substring(at)) + " as " + Go.quote(chunk));
    }
}
