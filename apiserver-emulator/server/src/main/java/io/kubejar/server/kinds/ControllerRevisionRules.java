package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;

/** The rules of a controller revision. Upstream: ValidateControllerRevisionCreate, pkg/apis/apps/validation, v1.36. */
final class ControllerRevisionRules {
    private ControllerRevisionRules() {}

    static void create(ObjectNode revision, FieldErrors errors) {
        Checks.nonNegative(revision, "revision", "", errors);
        JsonNode data = revision.path("data");
        if (data.isMissingNode() || data.isNull()) {
            errors.required("data", "data is mandatory");
        } else if (!data.isObject()) {
            errors.required("data", "data must be a valid JSON object");
        }
    }

    static void update(ObjectNode revision, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(revision, errors);
        Checks.nonNegative(revision, "revision", "", errors);
        if (!revision.path("data").equals(old.path("data"))) {
            errors.invalid("data", revision.path("data"), "field is immutable");
        }
    }
}
