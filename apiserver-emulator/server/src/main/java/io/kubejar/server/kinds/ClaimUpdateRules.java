package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.kinds.podspec.ClaimSpecRules;
import io.kubejar.server.kinds.podspec.ResourceRules;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;
import io.kubejar.server.validation.Names;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;

/**
 * What may change about a claim. Upstream: ValidatePersistentVolumeClaimUpdate and
 * ValidatePersistentVolumeClaimStatusUpdate, pkg/apis/core/validation/validation.go, v1.36.
 */
final class ClaimUpdateRules {
    private static final String CLASS = "volume.beta.kubernetes.io/storage-class";
    private static final String ATTRIBUTES = "volumeAttributesClassName";
    private static final List<String> RESIZE_STATES = List.of(
            "ControllerResizeInProgress",
            "ControllerResizeInfeasible",
            "NodeResizeInProgress",
            "NodeResizeInfeasible",
            "NodeResizePending");

    private ClaimUpdateRules() {}

    static void update(ObjectNode claim, ObjectNode old, FieldErrors errors) {
        ObjectNode before = (ObjectNode) old.path("spec").deepCopy();
        ClaimDataSources.normalize(before);
        JsonNode spec = claim.path("spec");
        ObjectMetaRules.again(claim, errors);
        ClaimSpecRules.validate(spec, before, "spec", errors);
        boolean bound = Json.textOr(claim, "", "status", "phase").equals("Bound");
        spec(claim, old, before, bound, errors);
        size(spec, before, old.path("status"), errors);
        if (!spec.path("volumeMode").equals(before.path("volumeMode"))) {
            errors.invalid("volumeMode", spec.path("volumeMode"), "field is immutable");
        }
        attributes(spec, before, old.path("status"), errors);
    }

    /** Everything stays but the volume's name, once, a class that was not said, and the size when bound. */
    private static void spec(ObjectNode claim, ObjectNode old, ObjectNode before, boolean bound, FieldErrors errors) {
        ObjectNode now = claim.path("spec").deepCopy();
        ObjectNode then = before.deepCopy();
        if (Json.textOr(before, "", "volumeName").isEmpty()) {
            take(then, now, "volumeName");
        }
        String annotated = Json.text(old, "metadata", "annotations", CLASS);
        String annotation = Json.text(claim, "metadata", "annotations", CLASS);
        boolean named = now.hasNonNull("storageClassName") && !then.hasNonNull("storageClassName");
        boolean fits = annotated != null && annotated.equals(Json.text(now, "storageClassName"));
        if (named && fits && (annotation == null || annotation.equals(annotated))) {
            now.remove("storageClassName");
        } else {
            String is = annotation == null ? "" : annotation;
            if (!is.equals(annotated == null ? "" : annotated)) {
                errors.invalid("metadata.annotations." + CLASS, is, "field is immutable");
            }
            if (named && (annotated == null || fits)) {
                now.remove("storageClassName");
            }
        }
        if (bound && now.path("resources").get("requests") instanceof ObjectNode requests) {
            take(requests, then.path("resources").path("requests"), "storage");
        }
        if (bound) {
            take(now, then, ATTRIBUTES);
        }
        if (!Checks.same(now, then)) {
            errors.forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                            + " bound claims\n" + InternalForm.diff("PersistentVolumeClaimSpec", then, now));
        }
    }

    private static void take(ObjectNode to, JsonNode from, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        } else {
            to.remove(field);
        }
    }

    /** A claim may shrink to recover from an expansion that failed, but not below what it has. */
    private static void size(JsonNode spec, JsonNode before, JsonNode status, FieldErrors errors) {
        Quantity size = storage(spec.path("resources").path("requests"));
        boolean less = size.compareTo(storage(before.path("resources").path("requests"))) < 0;
        if (less && size.compareTo(storage(status.path("capacity"))) <= 0) {
            errors.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        }
    }

    private static Quantity storage(JsonNode amounts) {
        return Quantity.parse(amounts.path("storage").asText("0"));
    }

    private static void attributes(JsonNode spec, JsonNode before, JsonNode status, FieldErrors errors) {
        if (spec.path(ATTRIBUTES).equals(before.path(ATTRIBUTES))
                || !status.hasNonNull("currentVolumeAttributesClassName")) {
            return;
        }
        String detail = " is forbidden when status.currentVolumeAttributesClassName is not nil";
        if (!spec.hasNonNull(ATTRIBUTES)) {
            errors.forbidden("spec." + ATTRIBUTES, "update to nil" + detail);
        } else if (spec.get(ATTRIBUTES).asText().isEmpty()) {
            errors.forbidden("spec." + ATTRIBUTES, "update to empty string" + detail);
        }
    }

    static void status(ObjectNode claim, FieldErrors errors) {
        if (claim.path("spec").path("accessModes").isEmpty()) {
            errors.required("Spec.accessModes", "");
        }
        JsonNode status = claim.path("status");
        status.path("capacity").properties().forEach(e -> {
            basic(e.getValue(), "status.capacity[" + e.getKey() + "]", errors);
        });
        status.path("allocatedResourceStatuses").properties().forEach(e -> {
            key(e.getKey(), "status.allocatedResourceStatuses", errors);
            if (!RESIZE_STATES.contains(e.getValue().asText())) {
                errors.unsupported(
                        "status.allocatedResourceStatuses",
                        e.getKey(),
                        RESIZE_STATES.stream().sorted().toArray(String[]::new));
            }
        });
        status.path("allocatedResources").properties().forEach(e -> {
            String path = "status.allocatedResources[" + e.getKey() + "]";
            if (key(e.getKey(), "status.allocatedResources", errors) && basic(e.getValue(), path, errors)) {
                ResourceRules.amount("storage", e.getValue(), path, errors);
            }
        });
    }

    private static boolean basic(JsonNode amount, String path, FieldErrors errors) {
        long value = Quantity.parse(amount.asText()).value();
        if (value < 0) {
            errors.invalid(path, value, "must be a valid resource quantity");
        }
        return value >= 0;
    }

    /** Of the names without a domain only storage is known here. */
    private static boolean key(String name, String path, FieldErrors errors) {
        List<String> wrong = Names.qualifiedName(name);
        wrong.forEach(w -> errors.invalid(path, name, w));
        boolean plain = !name.contains("/") || name.contains("kubernetes.io/");
        boolean known = !plain || name.equals("storage");
        if (wrong.isEmpty() && !known) {
            errors.unsupported(path, name, "storage");
        }
        return wrong.isEmpty() && known;
    }
}
