package io.kubejar.server.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of IP addresses and ranges. Upstream: apimachinery/pkg/util/validation/ip.go with strict validation on, and
 * ValidateEndpointIP, pkg/apis/core/validation/validation.go, v1.36.
 */
public final class IpRules {
    private static final String NO_IP = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private static final String NO_CIDR = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    private IpRules() {}

    /** Whether a text is an IPv4 address; null when it is no address. */
    public static @Nullable Boolean isV4(String text) {
        IpAddress ip = IpAddress.parse(text);
        return ip == null ? null : (Boolean) ip.isV4();
    }

    /**
     * An address in a field that is older than the strict rules: its form need not be the canonical one, and what was
     * there before may stay. Gives whether all is well. Upstream: IsValidIPForLegacyField.
     */
    public static boolean legacy(String value, String path, Collection<String> before, FieldErrors errors) {
        return before.contains(value) || parse(value, path, errors) != null;
    }

    /** An address in its canonical form. Upstream: IsValidIP. */
    public static boolean strict(String value, String path, FieldErrors errors) {
        IpAddress ip = parse(value, path, errors);
        if (ip != null && !ip.toString().equals(value)) {
            errors.invalid(path, value, "must be in canonical form (" + FieldErrors.quote(ip.toString()) + ")");
            return false;
        }
        return ip != null;
    }

    private static @Nullable IpAddress parse(String value, String path, FieldErrors errors) {
        IpAddress ip = IpAddress.parse(value);
        if (ip == null) {
            errors.invalid(path, value, NO_IP);
            return null;
        }
        if (ip.isPadded()) {
            errors.invalid(path, value, "must not have leading 0s");
            return null;
        }
        if (ip.isMapped()) {
            errors.invalid(path, value, "must not be an IPv4-mapped IPv6 address");
            return null;
        }
        return ip;
    }

    /** An address that traffic can go to. Upstream: ValidateEndpointIP. */
    public static void endpoint(String value, String path, FieldErrors errors) {
        IpAddress ip = IpAddress.parse(value);
        if (ip == null) {
            errors.invalid(path, value, "must be a valid IP address");
            return;
        }
        if (ip.isUnspecified()) {
            errors.invalid(path, value, "may not be unspecified (" + value + ")");
        }
        if (ip.isLoopback()) {
            errors.invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        if (ip.isLinkLocal()) {
            errors.invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (ip.isLinkLocalMulticast()) {
            errors.invalid(path, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }

    /** A range; what was there before may stay. Upstream: IsValidCIDRForLegacyField. */
    public static void range(String value, String path, Collection<String> before, FieldErrors errors) {
        if (before.contains(value)) {
            return;
        }
        IpRange range = IpRange.parse(value);
        if (range == null) {
            errors.invalid(path, value, NO_CIDR);
        } else if (range.isPadded()) {
            errors.invalid(path, value, "must not have leading 0s in IP or prefix length");
        } else if (range.address().isMapped()) {
            errors.invalid(path, value, "must not have an IPv4-mapped IPv6 address");
        } else if (range.hasHostBits()) {
            errors.invalid(path, value, "must not have bits set beyond the prefix length");
        }
    }

    /** Warnings about an address that is well but not in its usual form. Upstream: GetWarningsForIP. */
    public static List<String> warnings(String value, String path) {
        IpAddress ip = IpAddress.parse(value);
        if (ip == null) {
            return List.of();
        }
        String shown = FieldErrors.quote(value);
        String usual = FieldErrors.quote(ip.toString());
        if (ip.isPadded() || ip.isMapped()) {
            return List.of(path + ": non-standard IP address " + shown + " is invalid: use " + usual);
        }
        boolean other = !ip.isV4() && !ip.toString().equals(value);
        return other
                ? List.of(path + ": IPv6 address " + shown + " should be in RFC 5952 canonical format (" + usual + ")")
                : List.of();
    }

    /** The same for a range. Upstream: GetWarningsForCIDR. */
    public static List<String> rangeWarnings(String value, String path) {
        IpRange range = IpRange.parse(value);
        if (range == null) {
            return List.of();
        }
        String shown = FieldErrors.quote(value);
        String usual = FieldErrors.quote(range.toString());
        List<String> out = new ArrayList<>();
        if (range.hasHostBits()) {
            String one =
                    FieldErrors.quote(range.address() + "/" + range.address().bits().length);
            out.add(path + ": CIDR value " + shown + " is ambiguous in this context (should be " + usual + " or " + one
                    + "?)");
        }
        if (range.isPadded() || range.address().isMapped()) {
            out.add(path + ": non-standard CIDR value " + shown + " is invalid: use " + usual);
        }
        if (out.isEmpty() && !range.isV4() && !range.toString().equals(value)) {
            out.add(path + ": IPv6 CIDR value " + shown + " should be in RFC 5952 canonical format (" + usual + ")");
        }
        return out;
    }
}
