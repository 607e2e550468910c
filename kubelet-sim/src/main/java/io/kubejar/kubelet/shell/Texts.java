package io.kubejar.kubelet.shell;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Texts that programs write. */
final class Texts {
    private static final DateTimeFormatter PLAIN_DATE = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Texts() {}

    static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
    }

    static String printf(List<String> args) {
        if (args.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        String format = unescape(args.get(0));
        int next = 1;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
            } else if (format.charAt(++i) == '%') {
                out.append('%');
            } else {
                out.append(next < args.size() ? args.get(next) : "");
                next++;
            }
        }
        return out.toString();
    }

    static String date(List<String> args, Instant now) {
        String format = args.stream().filter(a -> a.startsWith("+")).findFirst().orElse("");
        if (format.isEmpty()) {
            return PLAIN_DATE.format(now);
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < format.length(); i++) {
            char c = format.charAt(i);
            out.append(c == '%' && i + 1 < format.length() ? datePart(format.charAt(++i), now) : String.valueOf(c));
        }
        return out.toString();
    }

    private static String datePart(char letter, Instant now) {
        String pattern = switch (letter) {
            case 'Y' -> "yyyy";
            case 'm' -> "MM";
            case 'd' -> "dd";
            case 'H' -> "HH";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'F' -> "yyyy-MM-dd";
            case 'T' -> "HH:mm:ss";
            case 'Z' -> "'UTC'";
            case 'z' -> "'+0000'";
            default -> "";
        };
        if (letter == 's') {
            return Long.toString(now.getEpochSecond());
        }
        return pattern.isEmpty()
                ? "%" + letter
                : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .format(now);
    }

    /** Pi with so many digits, by Machin's formula. */
    static String pi(int digits) {
        int scale = digits + 10;
        BigDecimal quarter =
                arctangent(5, scale).multiply(BigDecimal.valueOf(4)).subtract(arctangent(239, scale));
        return quarter.multiply(BigDecimal.valueOf(4))
                .setScale(Math.max(0, digits - 1), RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** The arctangent of 1/x. */
    private static BigDecimal arctangent(int x, int scale) {
        BigDecimal square = BigDecimal.valueOf((long) x * x);
        BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(x), scale, RoundingMode.DOWN);
        BigDecimal sum = power;
        for (int n = 3; power.signum() != 0; n += 2) {
            power = power.divide(square, scale, RoundingMode.DOWN).negate();
            sum = sum.add(power.divide(BigDecimal.valueOf(n), scale, RoundingMode.DOWN));
        }
        return sum;
    }
}
