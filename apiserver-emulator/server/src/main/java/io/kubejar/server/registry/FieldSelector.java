package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A field selector: terms that all must hold. Upstream: apimachinery/pkg/fields/selector.go (ParseSelector, splitTerms),
 * v1.36: empty terms are skipped, also a lone equals sign; a backslash escapes a comma, an equals sign or itself.
 */
public final class FieldSelector {
    /** Matches everything. */
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    private record Term(String field, boolean equal, String value) {}

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
    }

    /** Reads a selector; throws {@link IllegalArgumentException} with upstream's words. */
    public static FieldSelector parse(String text) {
        List<Term> out = new ArrayList<>();
        for (String term : split(text)) {
            if (!term.isEmpty()) {
                Term read = term(term, text);
                if (!read.field().isEmpty() || !read.value().isEmpty()) {
                    out.add(read);
                }
            }
        }
        return out.isEmpty() ? EVERYTHING : new FieldSelector(out);
    }

    private static List<String> split(String text) {
        List<String> out = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        boolean escaped = false;
        for (char c : text.toCharArray()) {
            if (!escaped && c == ',') {
                out.add(term.toString());
                term.setLength(0);
            } else {
                term.append(c);
                escaped = !escaped && c == '\\';
            }
        }
        out.add(term.toString());
        return out;
    }

    private static Term term(String term, String all) {
        for (int i = 0; i < term.length(); i++) {
            if (term.charAt(i) == '\\') {
                i++;
            } else if (term.startsWith("!=", i)) {
                return new Term(term.substring(0, i), false, unescape(term.substring(i + 2)));
            } else if (term.startsWith("==", i)) {
                return new Term(term.substring(0, i), true, unescape(term.substring(i + 2)));
            } else if (term.charAt(i) == '=') {
                return new Term(term.substring(0, i), true, unescape(term.substring(i + 1)));
            }
        }
        throw new IllegalArgumentException("invalid selector: '" + all + "'; can't understand '" + term + "'");
    }

    private static String unescape(String value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                c = value.charAt(i);
            }
            out.append(c);
        }
        return out.toString();
    }

    /** Throws a BadRequest when a term names a field that the resource does not offer. */
    public void check(ResourceDef def) {
        for (Term term : terms) {
            if (!def.selectableFields().containsKey(term.field())) {
                throw StatusException.badRequest(unknown(term.field(), def));
            }
        }
    }

    /** Kinds with fields of their own have other words than the rest. Upstream: AddFieldLabelConversionFunc and its default. */
    private static String unknown(String field, ResourceDef def) {
        if (def.strategy() instanceof SelectorWords words) {
            return words.unknownField(field);
        }
        return def.hasFieldsOfItsOwn()
                ? "field label not supported: " + field
                : "\"" + field + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
    }

    /** A strategy whose kind has words of its own for an unknown field. */
    public interface SelectorWords {
        /** The message for a field that no selector may name. */
        String unknownField(String field);
    }

    /** Whether an object fits; {@link #check} must have passed. */
    public boolean matches(ObjectNode object, ResourceDef def) {
        Map<String, Function<ObjectNode, String>> fields = def.selectableFields();
        for (Term term : terms) {
            Function<ObjectNode, String> field = fields.get(term.field());
            if (field == null || field.apply(object).equals(term.value()) != term.equal()) {
                return false;
            }
        }
        return true;
    }

    /** The value that the selector demands of a field; "" when it demands none. */
    public String demanded(String field) {
        return terms.stream()
                .filter(t -> t.equal() && t.field().equals(field))
                .map(Term::value)
                .findFirst()
                .orElse("");
    }

    /** Whether it has no term. */
    public boolean isEverything() {
        return terms.isEmpty();
    }
}
