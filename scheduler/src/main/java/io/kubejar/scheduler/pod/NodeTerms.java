package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelRequirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a pod may run on by their labels and names. Upstream: component-helpers/scheduling/corev1/nodeaffinity,
 * v1.36.
 *
 * @param selector {@code nodeSelector}
 * @param terms the required terms, of which one must hold; null when there are none
 * @param preferred terms with their weights
 */
public record NodeTerms(
        Map<String, String> selector, @Nullable List<Term> terms, List<Preferred> preferred) {
    /** Requirements on labels and on the name that all must hold. */
    public record Term(List<LabelRequirement> labels, List<LabelRequirement> fields) {
        static Term of(JsonNode term) {
            return new Term(requirements(term.path("matchExpressions")), requirements(term.path("matchFields")));
        }

        private static List<LabelRequirement> requirements(JsonNode list) {
            List<LabelRequirement> out = new ArrayList<>();
            for (JsonNode one : list) {
                out.add(new LabelRequirement(
                        Json.textOr(one, "", "key"),
                        LabelRequirement.Operator.ofSelector(Json.textOr(one, "", "operator")),
                        Json.strings(one.path("values"))));
            }
            return List.copyOf(out);
        }

        /** Whether it holds; one without requirements never does. */
        public boolean matches(String name, Map<String, String> nodeLabels) {
            if (labels.isEmpty() && fields.isEmpty()) {
                return false;
            }
            Map<String, String> nodeFields = Map.of("metadata.name", name);
            return labels.stream().allMatch(r -> r.matches(nodeLabels))
                    && fields.stream().allMatch(r -> r.matches(nodeFields));
        }
    }

    /** A term that earns a node its weight. */
    public record Preferred(int weight, Term term) {}

    /** Reads a pod's spec. */
    static NodeTerms of(JsonNode spec) {
        JsonNode affinity = Json.at(spec, "affinity", "nodeAffinity");
        JsonNode required = affinity.path("requiredDuringSchedulingIgnoredDuringExecution");
        List<Term> terms = null;
        if (required.isObject()) {
            terms = new ArrayList<>();
            for (JsonNode term : required.path("nodeSelectorTerms")) {
                terms.add(Term.of(term));
            }
        }
        List<Preferred> preferred = new ArrayList<>();
        for (JsonNode one : affinity.path("preferredDuringSchedulingIgnoredDuringExecution")) {
            preferred.add(new Preferred((int) Json.number(one, 0, "weight"), Term.of(one.path("preference"))));
        }
        return new NodeTerms(Json.map(spec.path("nodeSelector")), terms, preferred);
    }

    /** Whether there is anything that a node must have. */
    public boolean asks() {
        return !selector.isEmpty() || terms != null;
    }

    /** Whether a node has what is required. */
    public boolean matches(String name, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : selector.entrySet()) {
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                return false;
            }
        }
        return terms == null || terms.stream().anyMatch(t -> t.matches(name, labels));
    }

    /** The only nodes that can match, by name; null when names do not matter. Upstream: NodeAffinity.PreFilter. */
    public @Nullable Set<String> names() {
        if (terms == null || terms.isEmpty()) {
            return null;
        }
        Set<String> all = new HashSet<>();
        for (Term term : terms) {
            Set<String> own = null;
            for (LabelRequirement field : term.fields()) {
                if (field.key().equals("metadata.name") && field.operator() == LabelRequirement.Operator.IN) {
                    if (own == null) {
                        own = new HashSet<>(field.values());
                    } else {
                        own.retainAll(field.values());
                    }
                }
            }
            if (own == null) {
                return null;
            }
            all.addAll(own);
        }
        return all;
    }
}
