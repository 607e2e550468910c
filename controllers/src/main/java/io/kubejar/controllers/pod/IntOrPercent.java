package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;

/** A number, or a percentage of another. Upstream: intstr.GetScaledValueFromIntOrPercent, v1.36. */
public final class IntOrPercent {
    private IntOrPercent() {}

    /** The number that is meant; a missing one, or a text that is no percentage, counts as 0. */
    public static int scaled(JsonNode value, int total, boolean roundUp) {
        if (value.isNumber()) {
            return value.intValue();
        }
        String text = value.asText("");
        if (!text.endsWith("%")) {
            return 0;
        }
        try {
            double share = Integer.parseInt(text.substring(0, text.length() - 1)) * (double) total / 100;
            return (int) (roundUp ? Math.ceil(share) : Math.floor(share));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
