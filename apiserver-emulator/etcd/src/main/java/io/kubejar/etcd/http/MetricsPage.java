package io.kubejar.etcd.http;

import io.kubejar.etcd.count.Histogram;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Figures in Prometheus' text format, version 0.0.4, by name as its own library for Go sorts them. */
public final class MetricsPage {
    /** Who has something to say on the page. */
    @FunctionalInterface
    public interface Source {
        /** Says it. */
        void addTo(MetricsPage page);
    }

    // Of the exponents that are not written.
    private static final int MIN_PLAIN = -4;
    private static final int MAX_PLAIN = 6;

    private final Map<String, StringBuilder> families = new TreeMap<>();

    MetricsPage gauge(String name, String help, double value) {
        return add(name, "gauge", help, "", value);
    }

    /** The only figure of a name that only grows. */
    public MetricsPage counter(String name, String help, double value) {
        return add(name, "counter", help, "", value);
    }

    /** One of several figures of a name, told apart by labels such as <code>{type="livez"}</code>. */
    public MetricsPage add(String name, String type, String help, String labels, double value) {
        line(family(name, type, help), name, labels, number(value));
        return this;
    }

    /** How often which sizes were seen. */
    MetricsPage histogram(String name, String help, Histogram sizes) {
        StringBuilder family = family(name, "histogram", help);
        long all = sizes.visit(
                (limit, upTo) -> line(family, name, "_bucket{le=\"" + number(limit) + "\"}", Long.toString(upTo)));
        line(family, name, "_bucket{le=\"+Inf\"}", Long.toString(all));
        line(family, name, "_sum", number(sizes.sum()));
        line(family, name, "_count", Long.toString(all));
        return this;
    }

    private StringBuilder family(String name, String type, String help) {
        return families.computeIfAbsent(
                name,
                first -> new StringBuilder("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n"));
    }

    private static void line(StringBuilder family, String name, String rest, String value) {
        family.append(name).append(rest).append(' ').append(value).append('\n');
    }

    /** A label's value as it stands between quotes. */
    public static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
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
