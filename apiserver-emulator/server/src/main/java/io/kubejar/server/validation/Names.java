package io.kubejar.server.validation;

import java.util.ArrayList;
import java.util.List;

/**
 * The forms of names and labels: each method gives what is wrong, nothing when all is well. Upstream:
 * apimachinery/pkg/util/validation/validation.go and pkg/api/validation/path, v1.36.
 */
public final class Names {
    private static final String SUBDOMAIN_TEXT =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                    + " characters, '-' or '.', and must start and end with an alphanumeric character";
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String WILDCARD_TEXT =
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid"
                    + " DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an"
                    + " alphanumeric character";
    private static final String LABEL_TEXT = "a lowercase RFC 1123 label must consist of lower case alphanumeric"
            + " characters or '-', and must start and end with an alphanumeric character";
    private static final String LABEL_1035_TEXT =
            "a DNS-1035 label must consist of lower case alphanumeric characters or"
                    + " '-', start with an alphabetic character, and end with an alphanumeric character";
    private static final String QUALIFIED_TEXT =
            "must consist of alphanumeric characters, '-', '_' or '.', and must start"
                    + " and end with an alphanumeric character";
    private static final String VALUE_TEXT =
            "a valid label must be an empty string or consist of alphanumeric characters,"
                    + " '-', '_' or '.', and must start and end with an alphanumeric character";

    private Names() {}

    /** An RFC 1123 subdomain. */
    public static List<String> subdomain(String name) {
        List<String> wrong = new ArrayList<>();
        length(name, 253, wrong);
        if (!isSubdomain(name)) {
            wrong.add(regex(SUBDOMAIN_TEXT, SUBDOMAIN, "example.com"));
        }
        return wrong;
    }

    /** A subdomain behind {@code *.}. Upstream: IsWildcardDNS1123Subdomain. */
    public static List<String> wildcard(String name) {
        List<String> wrong = new ArrayList<>();
        length(name, 253, wrong);
        if (!name.startsWith("*.") || !isSubdomain(name.substring(2))) {
            wrong.add(regex(WILDCARD_TEXT, "\\*\\." + SUBDOMAIN, "*.example.com"));
        }
        return wrong;
    }

    /** An RFC 1123 label. */
    public static List<String> label(String name) {
        List<String> wrong = new ArrayList<>();
        length(name, 63, wrong);
        if (!isLabel(name, 0, name.length())) {
            if (isSubdomain(name)) {
                wrong.add("must not contain dots");
            } else {
                wrong.add(regex(LABEL_TEXT, "[a-z0-9]([-a-z0-9]*[a-z0-9])?", "my-name", "123-abc"));
            }
        }
        return wrong;
    }

    /** An RFC 1035 label. */
    public static List<String> label1035(String name) {
        List<String> wrong = new ArrayList<>();
        length(name, 63, wrong);
        if (!isLabel1035(name)) {
            wrong.add(regex(LABEL_1035_TEXT, "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123"));
        }
        return wrong;
    }

    /** A segment of a path. */
    public static List<String> pathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return List.of("may not be '" + name + "'");
        }
        List<String> wrong = new ArrayList<>();
        for (String banned : new String[] {"/", "%"}) {
            if (name.contains(banned)) {
                wrong.add("may not contain '" + banned + "'");
            }
        }
        return wrong;
    }

    /** A label key: an optional prefix and a name. */
    public static List<String> qualifiedName(String key) {
        List<String> wrong = new ArrayList<>();
        String[] parts = key.split("/", -1);
        String name = parts[parts.length - 1];
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                wrong.add("prefix part must be non-empty");
            } else {
                subdomain(parts[0]).forEach(w -> wrong.add("prefix part " + w));
            }
        } else if (parts.length > 2) {
            return List.of("a valid label key "
                    + regex(QUALIFIED_TEXT, "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", "MyName", "my.name", "123-abc")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else if (name.length() > 63) {
            wrong.add("name part must be no more than 63 characters");
        }
        if (!isQualified(name)) {
            wrong.add("name part "
                    + regex(
                            QUALIFIED_TEXT,
                            "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]",
                            "MyName",
                            "my.name",
                            "123-abc"));
        }
        return wrong;
    }

    /** A label's value. */
    public static List<String> labelValue(String value) {
        List<String> wrong = new ArrayList<>();
        length(value, 63, wrong);
        if (!value.isEmpty() && !isQualified(value)) {
            wrong.add(regex(VALUE_TEXT, "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345"));
        }
        return wrong;
    }

    /** {@code [a-z0-9]([-a-z0-9]*[a-z0-9])?} is what stands there. */
    private static boolean isLabel(String text, int from, int to) {
        if (from == to || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isSmall(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** It begins with a letter besides. */
    private static boolean isLabel1035(String text) {
        return isLabel(text, 0, text.length()) && isSmall(text.charAt(0));
    }

    /** Labels with dots between them. */
    private static boolean isSubdomain(String text) {
        int from = 0;
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', from)) {
            if (!isLabel(text, from, dot)) {
                return false;
            }
            from = dot + 1;
        }
        return isLabel(text, from, text.length());
    }

    /** {@code ([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]}. */
    private static boolean isQualified(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = isSmall(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
            boolean inside = i > 0 && i < text.length() - 1;
            if (!plain && !(inside && (c == '-' || c == '_' || c == '.'))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void length(String text, int max, List<String> wrong) {
        boolean surelyShort = text.length() <= max / 3; // a character has at most three bytes
        if (!surelyShort && text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > max) {
            wrong.add("must be no more than " + max + " characters");
        }
    }

    /** Upstream: validation.RegexError. */
    private static String regex(String text, String pattern, String... examples) {
        StringBuilder out = new StringBuilder(text).append(" (e.g. ");
        for (int i = 0; i < examples.length; i++) {
            out.append(i > 0 ? " or " : "").append('\'').append(examples[i]).append("', ");
        }
        return out.append("regex used for validation is '")
                .append(pattern)
                .append("')")
                .toString();
    }
}
