package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of selectors that take values from the pod itself. Upstream: ValidateMatchLabelKeysAndMismatchLabelKeys,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class LabelKeyRules {
    private LabelKeyRules() {}

    /** Checks the keys beside a label selector. */
    static void validate(JsonNode term, String path, FieldErrors errors) {
        List<String> matching = Json.strings(term.path("matchLabelKeys"));
        List<String> others = Json.strings(term.path("mismatchLabelKeys"));
        JsonNode selector = term.path("labelSelector");
        names(matching, selector, path + ".matchLabelKeys", errors);
        names(others, selector, path + ".mismatchLabelKeys", errors);
        twice(matching, selector, path, errors);
        for (int i = 0; i < matching.size(); i++) {
            if (others.contains(matching.get(i))) {
                errors.invalid(
                        path + ".matchLabelKeys[" + i + "]",
                        matching.get(i),
                        "exists in both matchLabelKeys and mismatchLabelKeys");
            }
        }
    }

    private static void names(List<String> keys, JsonNode selector, String path, FieldErrors errors) {
        if (!keys.isEmpty() && !selector.isObject()) {
            errors.forbidden(path, "must not be specified when labelSelector is not set");
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            Checks.qualified(keys.get(i), path + "[" + i + "]", errors);
        }
    }

    /** What was made of the keys is in the selector by now, so one that is there twice was there before. */
    private static void twice(List<String> keys, JsonNode selector, String path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        selector.path("matchLabels").fieldNames().forEachRemaining(seen::add);
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = Json.textOr(expression, "", "key");
            if (!seen.add(key) && keys.contains(key)) {
                errors.invalid(
                        path + "[" + keys.lastIndexOf(key) + "]",
                        key,
                        "exists in both matchLabelKeys and labelSelector");
            }
        }
    }
}
