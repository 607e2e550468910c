package io.kubejar.server.schema;

import io.kubejar.core.object.Quantity;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a quantity that was sent is written again: in canonical form, unless it is close enough to it that upstream keeps
 * the text. Upstream: resource.ParseQuantity, apimachinery/pkg/api/resource/quantity.go, v1.36.
 */
final class QuantityText {
    private static final Pattern FORM =
            Pattern.compile("[+-]?0*([0-9]*)(?:\\.([0-9]*))?(?:([KMGTPE])i|[eE]([+-]?[0-9]+)|([numkMGTPE]?))");
    private static final Map<String, Integer> POWERS =
            Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final String BINARY = "KMGTPE";
    private static final int MOST_DIGITS = 18;

    private QuantityText() {}

    /** The text that is stored; throws {@link IllegalArgumentException} with upstream's words. */
    static String stored(String text) {
        Quantity value = Quantity.parse(text);
        Matcher form = FORM.matcher(text);
        return form.matches() && isKept(form) ? text : value.toString();
    }

    private static boolean isKept(Matcher form) {
        String number = form.group(1).isEmpty() ? "0" : form.group(1);
        String fraction = form.group(2) == null ? "" : form.group(2);
        String digits = number + fraction;
        if (form.group(3) != null) {
            int exponent = 10 * (BINARY.indexOf(form.group(3)) + 1);
            int room = 15 - number.length() - exponent * 3 / 10 - 1;
            return fraction.isEmpty() && room >= 0 && (Long.parseLong(digits) & 7) != 0;
        }
        if (digits.length() > MOST_DIGITS || digits.charAt(0) == '0' || digits.endsWith("000")) {
            return false;
        }
        String exponent = form.group(4);
        if (exponent != null && exponent.length() > 4) {
            return false;
        }
        int scale = (exponent == null ? POWERS.getOrDefault(form.group(5), 0) : Integer.parseInt(exponent))
                - fraction.length();
        return scale >= -9 && scale % 3 == 0;
    }
}
