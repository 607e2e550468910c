package io.kubejar.core.object;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a resource: {@code 100m}, {@code 2.5Gi}, {@code 1e3}. Exact. Upstream: resource.Quantity,
 * apimachinery/pkg/api/resource/quantity.go, v1.36.
 */
public final class Quantity implements Comparable<Quantity> {
    /** Nothing. */
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI);

    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final Map<String, Integer> BINARY =
            Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);
    private static final String DIGITS = "0123456789";
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
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
    private final @Nullable String text; // as it was read, when upstream keeps that

    private Quantity(BigDecimal value, Format format) {
        this(value, format, null);
    }

    private Quantity(BigDecimal value, Format format, @Nullable String text) {
        this.value = value;
        this.format = format;
        this.text = text;
    }

    /** A whole number of units, written in the decimal form. */
    public static Quantity of(long units) {
        return new Quantity(BigDecimal.valueOf(units), Format.DECIMAL_SI);
    }

    /** A number of thousandths, written in the decimal form. */
    public static Quantity ofMillis(long millis) {
        return new Quantity(BigDecimal.valueOf(millis, 3), Format.DECIMAL_SI);
    }

    /** Reads a quantity; throws {@link IllegalArgumentException} with upstream's words. Upstream: ParseQuantity. */
    public static Quantity parse(String text) {
        int start = !text.isEmpty() && "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
        int at = skip(text, start, "0");
        int pointAt = skip(text, at, DIGITS);
        int suffixAt = text.startsWith(".", pointAt) ? skip(text, pointAt + 1, DIGITS) : pointAt;
        int exponentAt = skip(text, suffixAt, "eEinumkKMGTP");
        int digitsAt = exponentAt < text.length() && "+-".indexOf(text.charAt(exponentAt)) >= 0 ? 1 : 0;
        if (text.isEmpty() || skip(text, exponentAt + digitsAt, DIGITS) != text.length()) {
            throw new IllegalArgumentException(
                    "quantities must match the regular expression " + "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        String whole = at == pointAt ? "0" : text.substring(at, pointAt);
        String fraction = suffixAt == pointAt ? "" : text.substring(pointAt + 1, suffixAt);
        String suffix = text.substring(suffixAt);
        BigDecimal number = new BigDecimal(new BigInteger(whole + fraction), fraction.length());
        number = text.startsWith("-") ? number.negate() : number;
        Integer binary = BINARY.get(suffix);
        if (binary != null) {
            return ofBinary(number, binary, fraction.isEmpty() && whole.length() + binary * 3 / 10 < 15, text);
        }
        Integer decimal = DECIMAL.get(suffix);
        int power = decimal != null ? decimal : exponent(suffix);
        return new Quantity(
                roundUp(number.scaleByPowerOfTen(power)),
                decimal != null ? Format.DECIMAL_SI : Format.DECIMAL_EXPONENT,
                isCanonical(whole + fraction, power - fraction.length()) ? text : null);
    }

    private static int skip(String text, int from, String letters) {
        int at = from;
        while (at < text.length() && letters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static Quantity ofBinary(BigDecimal number, int power, boolean small, String text) {
        BigDecimal value = roundUp(number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(power))));
        boolean belowOne = value.abs().compareTo(BigDecimal.ONE) < 0 && value.signum() != 0;
        boolean keeps = small && (number.abs().longValue() & 7) != 0;
        return new Quantity(
                value.min(MAX).max(MAX.negate()), belowOne ? Format.DECIMAL_SI : Format.BINARY_SI, keeps ? text : null);
    }

    /** The power of ten of a suffix like {@code e3}; amounts with a thousand digits are all the same. */
    private static int exponent(String suffix) {
        try {
            if (suffix.length() > 1 && "eE".indexOf(suffix.charAt(0)) >= 0) {
                return (int) Math.max(-1000, Math.min(1000, Long.parseLong(suffix.substring(1))));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("unable to parse quantity's suffix", e);
        }
        throw new IllegalArgumentException("unable to parse quantity's suffix");
    }

    /** Whether upstream keeps the text of a decimal number as it was written. */
    private static boolean isCanonical(String digits, int scale) {
        return digits.length() <= 18
                && scale >= -9
                && scale % 3 == 0
                && !digits.endsWith("000")
                && digits.charAt(0) != '0';
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
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity that && value.compareTo(that.value) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    /**
     * The text: as it was read when that was canonical, else without a fraction and with the largest suffix that needs
     * none. Upstream: Quantity.String.
     */
    @Override
    public String toString() {
        if (text != null) {
            return text;
        }
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
        int largest = format == Format.DECIMAL_EXPONENT ? Integer.MAX_VALUE : DECIMAL_UP.length - 1;
        int step = Math.max(-3, Math.min(largest, Math.floorDiv(power, 3)));
        BigInteger digits = plain.scaleByPowerOfTen(-3 * step).toBigIntegerExact();
        if (format == Format.DECIMAL_EXPONENT) {
            return step == 0 ? digits.toString() : digits + "e" + 3 * step;
        }
        return digits + (step >= 0 ? DECIMAL_UP[step] : DECIMAL_DOWN[-step]);
    }
}
