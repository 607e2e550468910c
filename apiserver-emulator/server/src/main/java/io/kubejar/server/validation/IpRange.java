package io.kubejar.server.validation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses, read leniently as {@link IpAddress} is. Upstream: ParseCIDRSloppy, k8s.io/utils/net, v1.36.
 *
 * @param ones how many leading bits all addresses of the range share
 */
public record IpRange(IpAddress address, int ones, boolean isPadded) {
    /** The range of a text such as {@code 10.0.0.0/8}; null when it is none. */
    public static @Nullable IpRange parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return null;
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        String digits = text.substring(slash + 1);
        String number = digits.replaceFirst("^0+(?=.)", "");
        if (address == null || !number.matches("[0-9]{1,3}")) {
            return null;
        }
        int ones = Integer.parseInt(number);
        boolean padded = address.isPadded() || number.length() < digits.length();
        return ones > address.bits().length ? null : new IpRange(address, ones, padded);
    }

    /** Whether the text has bits set that differ within the range. */
    public boolean hasHostBits() {
        int[] bits = address.bits();
        return Arrays.stream(bits, ones, bits.length).anyMatch(bit -> bit == 1);
    }

    /** Whether an address lies in the range. */
    public boolean contains(IpAddress other) {
        int[] mine = address.bits();
        int[] others = other.bits();
        return mine.length == others.length && Arrays.equals(mine, 0, ones, others, 0, ones);
    }

    /** Whether it is a range of IPv4 addresses. */
    public boolean isV4() {
        return address.isV4();
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return address.masked(ones) + "/" + ones;
    }
}
