package io.kubejar.server.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The forms of names and labels: each method gives what is wrong, nothing when all is well. Upstream:
 * apimachinery/pkg/util/validation/validation.go and pkg/api/validation/path, v1.36.
 */
public final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");

    private static final String SUBDOMAIN_TEXT =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                    + " characters, '-' or '.', and must start and end with an alphanumeric character";
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
        if (!SUBDOMAIN.matcher(name).matches()) {
            wrong.add(regex(
                    SUBDOMAIN_TEXT, "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*", "example.com"));
        }
        return wrong;
    }

    /** An RFC 1123 label. */
    public static List<String> label(String name) {
        List<String> wrong = new ArrayList<>();
        length(name, 63, wrong);
        if (!LABEL.matcher(name).matches()) {
            if (SUBDOMAIN.matcher(name).matches()) {
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
        if (!LABEL_1035.matcher(name).matches()) {
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
            return List.of("a qualified name "
                    + regex(QUALIFIED_TEXT, "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", "MyName", "my.name", "123-abc")
                    + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        if (name.isEmpty()) {
            wrong.add("name part must be non-empty");
        } else if (name.length() > 63) {
            wrong.add("name part must be no more than 63 characters");
        }
        if (!QUALIFIED.matcher(name).matches()) {
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
        if (!value.isEmpty() && !QUALIFIED.matcher(value).matches()) {
            wrong.add(regex(VALUE_TEXT, "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345"));
        }
        return wrong;
    }

    private static void length(String text, int max, List<String> wrong) {
        if (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > max) {
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
