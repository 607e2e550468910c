package io.kubejar.core.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A label selector: requirements that all must hold. Made from a metav1.LabelSelector, a map of labels, or a query's
 * text ({@link LabelSelectorParser}).
 */
public final class LabelSelector {
    /** Matches everything. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of(), false);
    /** Matches nothing. */
    public static final LabelSelector NOTHING = new LabelSelector(List.of(), true);

    private final List<LabelRequirement> requirements;
    private final boolean nothing;

    private LabelSelector(List<LabelRequirement> requirements, boolean nothing) {
        this.requirements = requirements;
        this.nothing = nothing;
    }

    /** A selector of requirements that all must hold. */
    public static LabelSelector of(List<LabelRequirement> requirements) {
        return requirements.isEmpty() ? EVERYTHING : new LabelSelector(List.copyOf(requirements), false);
    }

    /** Matches objects that have all these labels. Upstream: labels.SelectorFromSet. */
    public static LabelSelector ofLabels(Map<String, String> labels) {
        List<LabelRequirement> out = new ArrayList<>(labels.size());
        labels.forEach((k, v) -> out.add(new LabelRequirement(k, LabelRequirement.Operator.EQUALS, List.of(v))));
        return of(out);
    }

    /**
     * Reads a metav1.LabelSelector: a missing one matches nothing, an empty one everything. Upstream:
     * metav1.LabelSelectorAsSelector, v1.36.
     */
    public static LabelSelector of(JsonNode selector) {
        if (!selector.isObject()) {
            return NOTHING;
        }
        List<LabelRequirement> out = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(e -> out.add(new LabelRequirement(
                        e.getKey(),
                        LabelRequirement.Operator.EQUALS,
                        List.of(e.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            out.add(new LabelRequirement(
                    expression.path("key").asText(),
                    LabelRequirement.Operator.ofSelector(
                            expression.path("operator").asText()),
                    Json.strings(expression.path("values"))));
        }
        return of(out);
    }

    /** Whether these labels fit. */
    public boolean matches(Map<String, String> labels) {
        if (nothing) {
            return false;
        }
        for (LabelRequirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the object's labels fit. */
    public boolean matches(ApiObject object) {
        return !nothing && (requirements.isEmpty() || matches(object.labels()));
    }

    /** Whether it has no requirement and so matches everything. */
    public boolean isEverything() {
        return !nothing && requirements.isEmpty();
    }

    /** The requirements. */
    public List<LabelRequirement> requirements() {
        return requirements;
    }

    /** The text as in a query: {@code app=web,tier in (a,b)}, ordered by key. */
    @Override
    public String toString() {
        return requirements.stream()
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .map(LabelRequirement::toString)
                .collect(Collectors.joining(","));
    }
}
