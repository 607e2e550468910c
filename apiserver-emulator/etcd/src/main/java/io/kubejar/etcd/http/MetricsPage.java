package io.kubejar.etcd.http;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures in Prometheus' text format, version 0.0.4, by name as its own library for Go sorts them. */
final class MetricsPage {
    // Of the exponents that are not written.
    private static final int MIN_PLAIN = -4;
    private static final int MAX_PLAIN = 6;

    private final Map<String, StringBuilder> families = new TreeMap<>();

    MetricsPage gauge(String name, String help, double value) {
        return add(name, "gauge", help, "", value);
    }

    MetricsPage counter(String name, String help, double value) {
        return add(name, "counter", help, "", value);
    }

    /** One of several figures of a name, told apart by labels such as <code>{type="livez"}</code>. */
    MetricsPage add(String name, String type, String help, String labels, double value) {
        families.computeIfAbsent(
                        name,
                        first -> new StringBuilder(
                                "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n"))
                .append(name)
                .append(labels)
                .append(' ')
                .append(number(value))
                .append('\n');
        return this;
    }

    /** As Go's strconv.FormatFloat writes it with the format g: the fewest digits that say it. */
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= MIN_PLAIN && exponent < MAX_PLAIN) {
            return exact.toPlainString();
        }
        String mantissa = exact.movePointLeft(exponent).toPlainString();
        return String.format(Locale.ROOT, "%se%s%02d", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    @Override
    public String toString() {
        return String.join("", families.values());
    }
}
