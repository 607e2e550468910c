package io.kubejar.server.yaml;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a text without quotes would be read as a text again, or as a number, a boolean, a null or a time. Source:
 * go.yaml.in/yaml/v2 resolve.go (resolve, parseTimestamp) and encode.go (isBase60Float).
 */
final class PlainTexts {
    private static final Set<String> WORDS = Set.of(
            "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N", "no", "No", "NO",
            "false", "False", "FALSE", "off", "Off", "OFF", "", "~", "null", "Null", "NULL", ".nan", ".NaN", ".NAN",
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");
    private static final Pattern DOT_FLOAT = Pattern.compile("\\.[0-9]+([eE][-+]?[0-9]+)?");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final Pattern BASE_60 = Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern TIME = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})"
            + "(?:(?:[Tt](\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:[.,]\\d+)?(?:Z|[-+]\\d\\d:\\d\\d))"
            + "|(?: (\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:[.,]\\d+)?))?");
    private static final int[] INTEGER_BASES = {16, 2, 8, 10};
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private PlainTexts() {}

    /** Whether it needs no quotes to stay a text. */
    static boolean isText(String text) {
        if (WORDS.contains(text)) {
            return false;
        }
        char first = text.charAt(0);
        if (first == '.') {
            return !(DOT_FLOAT.matcher(text).matches() && isFinite(text));
        }
        boolean number = first == '+' || first == '-' || (first >= '0' && first <= '9');
        return !number
                || !(isTime(text)
                        || isNumber(text.replace("_", ""))
                        || BASE_60.matcher(text).matches());
    }

    private static boolean isNumber(String text) {
        return isInteger(text) || (FLOAT.matcher(text).matches() && isFinite(text));
    }

    private static boolean isFinite(String text) {
        return Double.isFinite(Double.parseDouble(text));
    }

    /** A whole number of 64 bits, without a sign also of the upper half. */
    private static boolean isInteger(String text) {
        Matcher matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String sign = matcher.group(1);
        for (int i = 0; i < INTEGER_BASES.length; i++) {
            String digits = matcher.group(i + 2);
            if (digits != null) {
                BigInteger value = new BigInteger(sign.equals("-") ? "-" + digits : digits, INTEGER_BASES[i]);
                return value.bitLength() < Long.SIZE || (sign.isEmpty() && value.bitLength() == Long.SIZE);
            }
        }
        return false;
    }

    private static boolean isTime(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int year = Integer.parseInt(matcher.group(1));
        int month = Integer.parseInt(matcher.group(2));
        int day = Integer.parseInt(matcher.group(3));
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (month < 1 || month > DAYS.length || day < 1 || day > DAYS[month - 1] + (leap && month == 2 ? 1 : 0)) {
            return false;
        }
        int clock = matcher.group(4) != null ? 4 : 7;
        return matcher.group(clock) == null
                || (Integer.parseInt(matcher.group(clock)) < 24
                        && Integer.parseInt(matcher.group(clock + 1)) < 60
                        && Integer.parseInt(matcher.group(clock + 2)) < 60);
    }
}
