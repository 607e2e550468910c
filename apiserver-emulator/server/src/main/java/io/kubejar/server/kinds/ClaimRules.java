package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.ClaimSpecRules;
import io.kubejar.server.validation.FieldErrors;

/** The rules of a claim. Upstream: ValidatePersistentVolumeClaim, pkg/apis/core/validation, v1.36. */
final class ClaimRules {
    private ClaimRules() {}

    static void create(ObjectNode claim, FieldErrors errors) {
        ClaimSpecRules.validate(claim.path("spec"), Json.object(), "spec", errors);
    }

    static void update(ObjectNode claim, ObjectNode old, FieldErrors errors) {
        ClaimUpdateRules.update(claim, old, errors);
    }

    static void status(ObjectNode claim, ObjectNode old, FieldErrors errors) {
        ClaimUpdateRules.status(claim, errors);
    }
}
