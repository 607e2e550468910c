package io.kubejar.core.object;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of a resource: {@code 100m}, {@code 2.5Gi}, {@code 1e3}. Exact. Upstream: resource.Quantity,
 * apimachinery/pkg/api/resource/quantity.go, v1.36.
 */
public final class Quantity implements Comparable<Quantity> {
    /** Nothing. */
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI);

    private static final Pattern FORM =
            Pattern.compile("([+-]?[0-9]*\\.?[0-9]*)([eE][+-]?[0-9]+|Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]?)");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);
    private static final String[] DECIMAL_UP = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] DECIMAL_DOWN = {"", "m", "u", "n"};
    private static final String[] BINARY_UP = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    /** How a quantity is written. */
    public enum Format {
        DECIMAL_SI,
        BINARY_SI,
        DECIMAL_EXPONENT
    }

    private final BigDecimal value;
    private final Format format;

    private Quantity(BigDecimal value, Format format) {
        this.value = value;
        this.format = format;
    }

    /** A whole number of units, written in the decimal form. */
    public static Quantity of(long units) {
        return new Quantity(BigDecimal.valueOf(units), Format.DECIMAL_SI);
    }

    /** A number of thousandths, written in the decimal form. */
    public static Quantity ofMillis(long millis) {
        return new Quantity(BigDecimal.valueOf(millis, 3), Format.DECIMAL_SI);
    }

    /** Reads a quantity; throws {@link IllegalArgumentException} with upstream's words. */
    public static Quantity parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || form.group(1).chars().noneMatch(Character::isDigit)) {
            throw new IllegalArgumentException(
                    text.isEmpty()
                            ? "unable to parse quantity's suffix"
                            : "quantities must match the regular expression "
                                    + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        BigDecimal number = new BigDecimal(form.group(1).endsWith(".") ? form.group(1) + "0" : form.group(1));
        String suffix = form.group(2);
        if (BINARY.containsKey(suffix)) {
            BigDecimal factor = new BigDecimal(BigInteger.ONE.shiftLeft(BINARY.get(suffix)));
            return new Quantity(roundUp(number.multiply(factor)), Format.BINARY_SI);
        }
        Integer power = DECIMAL.get(suffix);
        return power != null
                ? new Quantity(roundUp(number.scaleByPowerOfTen(power)), Format.DECIMAL_SI)
                : new Quantity(
                        roundUp(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)))),
                        Format.DECIMAL_EXPONENT);
    }

    /** Nothing is smaller than a billionth: the rest is rounded away from zero. */
    private static BigDecimal roundUp(BigDecimal value) {
        return value.scale() > 9 ? value.setScale(9, RoundingMode.UP) : value;
    }

    /** The value in whole units, rounded up. Upstream: Quantity.Value. */
    public long value() {
        return clamp(value.setScale(0, RoundingMode.CEILING));
    }

    /** The value in thousandths, rounded up. Upstream: Quantity.MilliValue. */
    public long millis() {
        return clamp(value.scaleByPowerOfTen(3).setScale(0, RoundingMode.CEILING));
    }

    private static long clamp(BigDecimal whole) {
        return whole.min(BigDecimal.valueOf(Long.MAX_VALUE))
                .max(BigDecimal.valueOf(Long.MIN_VALUE))
                .longValue();
    }

    /** -1, 0 or 1. */
    public int sign() {
        return value.signum();
    }

    /** The sum, written as this one. */
    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value), value.signum() == 0 ? other.format : format);
    }

    /** The difference, written as this one. */
    public Quantity minus(Quantity other) {
        return new Quantity(value.subtract(other.value), value.signum() == 0 ? other.format : format);
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    /** The canonical text: no fraction, the largest suffix that needs none. Upstream: Quantity.String. */
    @Override
    public String toString() {
        if (value.signum() == 0) {
            return "0";
        }
        boolean binary = format == Format.BINARY_SI
                && value.abs().compareTo(BigDecimal.valueOf(1024)) >= 0
                && value.stripTrailingZeros().scale() <= 0;
        return binary ? binaryText() : decimalText();
    }

    private String binaryText() {
        BigInteger whole = value.toBigIntegerExact();
        int step = 0;
        while (step < BINARY_UP.length - 1 && whole.getLowestSetBit() >= 10) {
            whole = whole.shiftRight(10);
            step++;
        }
        return whole + BINARY_UP[step];
    }

    private String decimalText() {
        BigDecimal plain = value.stripTrailingZeros();
        int power = -plain.scale(); // plain = unscaled * 10^power
        int step = Math.floorDiv(power, 3);
        step = Math.max(-3, Math.min(6, step));
        BigInteger digits = plain.scaleByPowerOfTen(-3 * step).toBigIntegerExact();
        if (format == Format.DECIMAL_EXPONENT) {
            return step == 0 ? digits.toString() : digits + "e" + 3 * step;
        }
        return digits + (step >= 0 ? DECIMAL_UP[step] : DECIMAL_DOWN[-step]);
    }
}
