package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;

/** The rules of a lease. Upstream: ValidateLeaseSpec, pkg/apis/coordination/validation/validation.go, v1.36. */
final class LeaseRules {
    private LeaseRules() {}

    static void create(ObjectNode lease, FieldErrors errors) {
        JsonNode spec = lease.path("spec");
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.longValue() <= 0) {
            errors.invalid("spec.leaseDurationSeconds", duration, "must be greater than 0");
        }
        Checks.nonNegative(spec, "leaseTransitions", "spec", errors);
        if (spec.hasNonNull("strategy")) {
            strategy(spec.get("strategy").asText(), errors);
        }
        if (!Json.textOr(spec, "", "preferredHolder").isEmpty()
                && Json.textOr(spec, "", "strategy").isEmpty()) {
            errors.forbidden("spec.preferredHolder", "may only be specified if `strategy` is defined");
        }
    }

    /** Upstream: ValidateCoordinatedLeaseStrategy, whose path names the field twice. */
    private static void strategy(String strategy, FieldErrors errors) {
        if (strategy.contains("/")) {
            Checks.qualified(strategy, "spec.strategy.strategy", errors);
        } else if (!strategy.equals("OldestEmulationVersion")) {
            errors.unsupported("spec.strategy.strategy", strategy, "OldestEmulationVersion");
        }
    }

    static void update(ObjectNode lease, ObjectNode old, FieldErrors errors) {
        create(lease, errors);
    }
}
