package io.kubejar.server.validation;

import io.kubejar.core.object.LabelRequirement;
import io.kubejar.core.object.LabelSelector;
import java.util.List;

/** What keys and values a label selector of a query may have. Upstream: labels.NewRequirement, v1.36. */
public final class SelectorRules {
    private SelectorRules() {}

    /** Throws {@link IllegalArgumentException} with upstream's words for the first thing that is wrong. */
    public static void check(LabelSelector selector) {
        for (LabelRequirement requirement : selector.requirements()) {
            List<String> key = Names.qualifiedName(requirement.key());
            if (!key.isEmpty()) {
                throw new IllegalArgumentException("unable to parse requirement: <nil>: Invalid value: "
                        + FieldErrors.quote(requirement.key()) + ": " + String.join("; ", key));
            }
            number(requirement);
            for (int i = 0; i < requirement.values().size(); i++) {
                List<String> value = Names.labelValue(requirement.values().get(i));
                if (!value.isEmpty()) {
                    throw new IllegalArgumentException(
                            "unable to parse requirement: values[" + i + "][" + requirement.key() + "]: Invalid value: "
                                    + FieldErrors.quote(requirement.values().get(i)) + ": " + String.join("; ", value));
                }
            }
        }
    }

    private static void number(LabelRequirement requirement) {
        LabelRequirement.Operator operator = requirement.operator();
        if (operator != LabelRequirement.Operator.GREATER_THAN && operator != LabelRequirement.Operator.LESS_THAN) {
            return;
        }
        String value = requirement.values().get(0);
        try {
            Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "unable to parse requirement: values[0]: Invalid value: " + FieldErrors.quote(value)
                            + ": for 'Gt', 'Lt' operators, the value must be an integer",
                    e);
        }
    }
}
