package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which pods a term of pod affinity or topology spread means. Equal when it means the same ones. */
public final class PodTerm {
    private final Set<String> namespaces;
    private final @Nullable LabelSelector namespaceSelector;
    private final LabelSelector selector;
    private final String text;

    private PodTerm(
            Set<String> namespaces, @Nullable LabelSelector namespaceSelector, LabelSelector selector, String text) {
        this.namespaces = namespaces;
        this.namespaceSelector = namespaceSelector;
        this.selector = selector;
        this.text = text;
    }

    /** The pods of one namespace that a selector matches. */
    public static PodTerm of(String namespace, LabelSelector selector) {
        boolean nothing = selector.equals(LabelSelector.NOTHING);
        return new PodTerm(Set.of(namespace), null, selector, namespace + "|" + (nothing ? "!" : selector));
    }

    /** The pods that a term of a pod in this namespace means. */
    static PodTerm ofAffinity(String namespace, JsonNode term) {
        Set<String> namespaces = new TreeSet<>(Json.strings(term.path("namespaces")));
        JsonNode byLabels = term.path("namespaceSelector");
        if (namespaces.isEmpty() && !byLabels.isObject()) {
            namespaces.add(namespace);
        }
        LabelSelector selector = LabelSelector.of(term.path("labelSelector"));
        LabelSelector namespaceSelector = byLabels.isObject() ? LabelSelector.of(byLabels) : null;
        boolean nothing = !term.path("labelSelector").isObject();
        String text = namespaces + "|" + namespaceSelector + "|" + (nothing ? "!" : selector);
        return new PodTerm(namespaces, namespaceSelector, selector, text);
    }

    /** Whether a pod is meant; the labels of namespaces are asked only when the term selects by them. */
    public boolean matches(
            String namespace, Map<String, String> labels, Function<String, Map<String, String>> namespaceLabels) {
        boolean inNamespace = namespaces.contains(namespace)
                || (namespaceSelector != null && namespaceSelector.matches(namespaceLabels.apply(namespace)));
        return inNamespace && selector.matches(labels);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PodTerm that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return text;
    }

    /** A term with the label of nodes that says what counts as one place. */
    public record Placed(PodTerm pods, String topologyKey) {
        static List<Placed> of(String namespace, JsonNode list) {
            List<Placed> out = new ArrayList<>();
            for (JsonNode term : list) {
                out.add(new Placed(ofAffinity(namespace, term), Json.textOr(term, "", "topologyKey")));
            }
            return List.copyOf(out);
        }
    }

    /** A term that earns or costs a node its weight. */
    public record Weighted(Placed term, int weight) {
        static List<Weighted> of(String namespace, JsonNode list, int sign) {
            List<Weighted> out = new ArrayList<>();
            for (JsonNode one : list) {
                JsonNode term = one.path("podAffinityTerm");
                Placed placed = new Placed(ofAffinity(namespace, term), Json.textOr(term, "", "topologyKey"));
                out.add(new Weighted(placed, sign * (int) Json.number(one, 0, "weight")));
            }
            return List.copyOf(out);
        }
    }
}
