package io.kubejar.server.crd;

import io.kubejar.core.object.Times;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The formats of texts that are checked; any other one is not. Upstream: supportedFormats,
 * apiextensions-apiserver/pkg/apiserver/validation/formats.go, and kube-openapi/pkg/validation/strfmt, v1.36.
 */
final class Formats {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>]+@[^@\\s<>]+");
    private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
    private static final Pattern HOSTNAME =
            Pattern.compile("(?i)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*\\.?");
    private static final Pattern DURATION = Pattern.compile(
            "[-+]?(0|(\\d+(\\.\\d*)?(ns|us|µs|μs|ms|s|m|h))+)|\\d+\\s*(ns|nano|us|µs|micro|ms|milli|s|sec"
                    + "|second|seconds|m|min|minute|minutes|h|hr|hour|hours|d|day|days|w|wk|week|weeks)");

    private Formats() {}

    static boolean fits(String format, String text) {
        return switch (format) {
            case "date" -> isDate(text);
            case "date-time", "datetime" -> Times.parse(text) != null;
            case "ipv4" -> IPV4.matcher(text).matches();
            case "ipv6" -> IPV6.matcher(text).matches();
            case "email" -> EMAIL.matcher(text).matches();
            case "mac" -> MAC.matcher(text).matches();
            case "hostname" -> HOSTNAME.matcher(text).matches();
            case "uuid" -> UUID.matcher(text).matches();
            case "uri" -> isUri(text);
            case "byte" -> isBase64(text);
            case "duration" -> DURATION.matcher(text).matches();
            default -> true;
        };
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** Go's url.ParseRequestURI: an absolute URI or an absolute path. */
    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return text.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
