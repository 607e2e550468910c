package io.kubejar.controllers.pod;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity as Go prints the value that its parser makes: mantissa, scale, and the text itself when it was canonical.
 * Upstream: ParseQuantity, apimachinery/pkg/api/resource/quantity.go, v1.36. Amounts beyond 64 bits are printed as their
 * text, which upstream does otherwise.
 */
final class GoQuantity {
    private static final Pattern FORM = Pattern.compile("([+-]?)0*([0-9]*)(?:\\.([0-9]*))?(.*)");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

    private GoQuantity() {}

    /** The text of a quantity. */
    static String dump(String text) {
        Matcher form = FORM.matcher(text);
        if (text.isEmpty() || text.equals("0") || !form.matches()) {
            return printed(0, 0, text, text.isEmpty() ? "" : "DecimalSI");
        }
        String number = form.group(2).isEmpty() ? "0" : form.group(2);
        String fraction = form.group(3) == null ? "" : form.group(3);
        String suffix = form.group(4);
        try {
            long value = Long.parseLong(number + fraction);
            long signed = form.group(1).equals("-") ? -value : value;
            Integer binary = BINARY.get(suffix);
            if (binary != null) {
                boolean canonical = (value & 7) != 0;
                return printed(Math.multiplyExact(signed, 1L << binary), 0, canonical ? text : "", "BinarySI");
            }
            Integer decimal = DECIMAL.get(suffix);
            int scale = (decimal == null ? Integer.parseInt(suffix.substring(1)) : decimal) - fraction.length();
            String digits = number + fraction;
            boolean canonical = scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
            return printed(signed, scale, canonical ? text : "", decimal == null ? "DecimalExponent" : "DecimalSI");
        } catch (ArithmeticException | NumberFormatException e) {
            return printed(0, 0, text, "DecimalSI");
        }
    }

    private static String printed(long value, int scale, String text, String format) {
        return "{i:(resource.int64Amount){value:(int64)" + value + " scale:(resource.Scale)" + scale
                + "} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)" + text + " Format:(resource.Format)"
                + format + "}";
    }
}
