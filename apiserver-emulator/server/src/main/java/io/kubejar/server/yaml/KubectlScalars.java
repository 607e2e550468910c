package io.kubejar.server.yaml;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What plain scalars mean to kubectl: yes, no, on and off are booleans, 017 and 0o17 are octal, 12:30:45 and dates are
 * texts. Source: go.yaml.in/yaml/v2 resolve.go, as sigs.k8s.io/yaml uses it.
 */
final class KubectlScalars implements Schema {
    private static final Pattern BOOL =
            Pattern.compile("y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|" + "true|True|TRUE|false|False|FALSE");
    private static final Pattern TRUE = Pattern.compile("(?i)y|yes|on|true");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern INT = Pattern.compile("[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final Map<Tag, ConstructNode> constructors = new HashMap<>();

    KubectlScalars() {
        constructors.put(Tag.BOOL, node -> TRUE.matcher(text(node)).matches());
        constructors.put(Tag.INT, node -> integer(text(node)));
        constructors.put(Tag.FLOAT, node -> Double.valueOf(text(node)));
        constructors.put(Tag.NULL, KubectlScalars::nothing);
    }

    @SuppressWarnings("NullAway") // a YAML null is a Java null
    private static Object nothing(Node node) {
        return null;
    }

    private static String text(Node node) {
        return ((ScalarNode) node).getValue();
    }

    private static Object integer(String text) {
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        boolean negative = digits.startsWith("-");
        digits = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
        int radix = 10;
        if (digits.startsWith("0x")) {
            radix = 16;
        } else if (digits.startsWith("0b")) {
            radix = 2;
        } else if (digits.startsWith("0") && digits.length() > 1) {
            radix = 8;
        }
        int prefix = radix == 10 ? 0 : radix == 8 && !digits.startsWith("0o") ? 1 : 2;
        BigInteger value = new BigInteger(digits.substring(prefix), radix);
        BigInteger signed = negative ? value.negate() : value;
        if (signed.bitLength() < 32) {
            return signed.intValue(); // the same node as from JSON, for nodes of other widths are not equal
        }
        return signed.bitLength() < 64 ? (Object) signed.longValue() : signed;
    }

    @Override
    public ScalarResolver getScalarResolver() {
        return (value, implicit) -> implicit ? tag(value) : Tag.STR;
    }

    private static Tag tag(String value) {
        if (NULL.matcher(value).matches()) {
            return Tag.NULL;
        }
        if (BOOL.matcher(value).matches()) {
            return Tag.BOOL;
        }
        if (PlainTexts.isText(value)) {
            return Tag.STR; // also what looks like a number and is too large for one
        }
        if (INT.matcher(value).matches()) {
            return Tag.INT;
        }
        boolean number = FLOAT.matcher(value).matches();
        return number ? Tag.FLOAT : Tag.STR;
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return constructors;
    }
}
