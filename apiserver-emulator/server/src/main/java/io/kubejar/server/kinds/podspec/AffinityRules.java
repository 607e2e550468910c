package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * The rules of what a pod asks of its node and of the pods there. Upstream: validateAffinity,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class AffinityRules {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private AffinityRules() {}

    static void validate(JsonNode affinity, String path, FieldErrors errors) {
        node(affinity.path("nodeAffinity"), path + ".nodeAffinity", errors);
        for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
            pods(affinity.path(kind), path + "." + kind, errors);
        }
    }

    private static void node(JsonNode affinity, String path, FieldErrors errors) {
        JsonNode required = affinity.path(REQUIRED);
        if (required.isObject()) {
            String at = path + "." + REQUIRED + ".nodeSelectorTerms";
            JsonNode terms = required.path("nodeSelectorTerms");
            if (terms.isEmpty()) {
                errors.required(at, "must have at least one node selector term");
            }
            for (int i = 0; i < terms.size(); i++) {
                nodeTerm(terms.get(i), false, at + "[" + i + "]", errors);
            }
        }
        JsonNode preferred = affinity.path(PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String at = path + "." + PREFERRED + "[" + i + "]";
            weight(preferred.get(i), at, errors);
            nodeTerm(preferred.get(i).path("preference"), true, at + ".preference", errors);
        }
    }

    /** Upstream: ValidateNodeSelectorTerm. */
    private static void nodeTerm(JsonNode term, boolean anyValues, String path, FieldErrors errors) {
        JsonNode expressions = term.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            Checks.nodeRequirement(expressions.get(i), path + ".matchExpressions[" + i + "]", anyValues, errors);
        }
        JsonNode fields = term.path("matchFields");
        for (int i = 0; i < fields.size(); i++) {
            field(fields.get(i), path + ".matchFields[" + i + "]", errors);
        }
    }

    /** Upstream: ValidateNodeFieldSelectorRequirement. */
    private static void field(JsonNode requirement, String path, FieldErrors errors) {
        List<String> values = Json.strings(requirement.path("values"));
        String operator = Json.textOr(requirement, "", "operator");
        if (!operator.equals("In") && !operator.equals("NotIn")) {
            errors.invalid(path + ".operator", operator, "not a valid selector operator");
        } else if (values.size() != 1) {
            errors.required(
                    path + ".values",
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
        String key = Json.textOr(requirement, "", "key");
        if (!key.equals("metadata.name")) {
            errors.invalid(path + ".key", key, "not a valid field selector key");
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            Checks.subdomain(values.get(i), path + ".values[" + i + "]", errors);
        }
    }

    private static void pods(JsonNode affinity, String path, FieldErrors errors) {
        JsonNode required = affinity.path(REQUIRED);
        for (int i = 0; i < required.size(); i++) {
            podTerm(required.get(i), path + "." + REQUIRED + "[" + i + "]", errors);
        }
        JsonNode preferred = affinity.path(PREFERRED);
        for (int i = 0; i < preferred.size(); i++) {
            String at = path + "." + PREFERRED + "[" + i + "]";
            weight(preferred.get(i), at, errors);
            podTerm(preferred.get(i).path("podAffinityTerm"), at + ".podAffinityTerm", errors);
        }
    }

    private static void weight(JsonNode term, String path, FieldErrors errors) {
        long weight = Json.number(term, 0, "weight");
        if (weight < 1 || weight > 100) {
            errors.invalid(path + ".weight", weight, "must be in the range 1-100");
        }
    }

    /** Upstream: validatePodAffinityTerm. */
    private static void podTerm(JsonNode term, String path, FieldErrors errors) {
        Checks.selector(term.path("labelSelector"), path + ".labelSelector", errors);
        Checks.selector(term.path("namespaceSelector"), path + ".namespaceSelector", errors);
        for (String namespace : Json.strings(term.path("namespaces"))) {
            Checks.label(namespace, path + ".namespace", errors);
        }
        LabelKeyRules.validate(term, path, errors);
        String key = Json.textOr(term, "", "topologyKey");
        if (key.isEmpty()) {
            errors.required(path + ".topologyKey", "can not be empty");
        }
        Checks.qualified(key, path + ".topologyKey", errors);
    }
}
