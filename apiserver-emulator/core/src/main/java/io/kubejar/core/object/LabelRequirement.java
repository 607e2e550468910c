package io.kubejar.core.object;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One requirement of a label selector. Upstream: labels.Requirement, v1.36. */
public record LabelRequirement(String key, Operator operator, List<String> values) {
    /** How the values of a label are compared. */
    public enum Operator {
        IN,
        NOT_IN,
        EQUALS,
        NOT_EQUALS,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER_THAN,
        LESS_THAN;

        /** The operator of a metav1.LabelSelectorRequirement or NodeSelectorRequirement. */
        public static Operator ofSelector(String name) {
            return switch (name) {
                case "In" -> IN;
                case "NotIn" -> NOT_IN;
                case "Exists" -> EXISTS;
                case "DoesNotExist" -> DOES_NOT_EXIST;
                case "Gt" -> GREATER_THAN;
                case "Lt" -> LESS_THAN;
                default ->
                    throw new IllegalArgumentException("\"" + name + "\" is not a valid label selector operator");
            };
        }
    }

    /** Whether these labels meet the requirement. A missing label meets the negative ones. */
    public boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case IN, EQUALS -> value != null && values.contains(value);
            case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER_THAN -> compare(value) > 0;
            case LESS_THAN -> compare(value) < 0;
        };
    }

    /** How the label's number stands to the requirement's; 0 when either is none. */
    private int compare(@Nullable String value) {
        try {
            return value == null ? 0 : Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public String toString() {
        String set = "(" + String.join(",", new TreeSet<>(values)) + ")";
        return switch (operator) {
            case IN -> key + " in " + set;
            case NOT_IN -> key + " notin " + set;
            case EQUALS -> key + "=" + values.get(0);
            case NOT_EQUALS -> key + "!=" + values.get(0);
            case EXISTS -> key;
            case DOES_NOT_EXIST -> "!" + key;
            case GREATER_THAN -> key + ">" + values.get(0);
            case LESS_THAN -> key + "<" + values.get(0);
        };
    }
}
