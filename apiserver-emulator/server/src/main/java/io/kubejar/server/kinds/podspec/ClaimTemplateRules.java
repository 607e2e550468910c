package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;

/**
 * The rules of a claim that is made for a pod's volume. Upstream: validateEphemeralVolumeSource,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
final class ClaimTemplateRules {
    /** The metadata that a template may not have, in the order of the type's fields. */
    private static final String[] FORBIDDEN = {
        "name",
        "generateName",
        "namespace",
        "selfLink",
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "ownerReferences",
        "finalizers",
        "managedFields"
    };

    private ClaimTemplateRules() {}

    static void validate(JsonNode source, String path, FieldErrors errors) {
        JsonNode template = source.path("volumeClaimTemplate");
        String at = path + ".volumeClaimTemplate";
        if (!template.isObject()) {
            errors.required(at, "");
            return;
        }
        JsonNode metadata = template.path("metadata");
        ObjectMetaRules.annotations(metadata.path("annotations"), at + ".metadata.annotations", errors);
        ObjectMetaRules.labels(metadata.path("labels"), at + ".metadata.labels", errors);
        for (String field : FORBIDDEN) {
            JsonNode value = metadata.path(field);
            boolean set = value.isContainerNode()
                    || (value.isNumber()
                            ? value.longValue() != 0
                            : !value.asText("").isEmpty());
            if (set && !value.isNull()) {
                String told = field.equals("uid") ? "uID" : field; // upstream makes it from the field's name in Go
                errors.forbidden(at + ".metadata." + told, "cannot be set");
            }
        }
        ClaimSpecRules.validate(template.path("spec"), Json.object(), at + ".spec", errors);
    }
}
