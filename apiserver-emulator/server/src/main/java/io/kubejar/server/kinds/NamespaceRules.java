package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;

/** The rules of a namespace. Upstream: ValidateNamespace and what follows it, pkg/apis/core/validation, v1.36. */
final class NamespaceRules {
    private NamespaceRules() {}

    static void create(ObjectNode namespace, FieldErrors errors) {
        Json.strings(namespace.path("spec").path("finalizers"))
                .forEach(name -> ObjectMetaRules.finalizer(name, "spec.finalizers", errors));
    }

    static void update(ObjectNode namespace, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(namespace, errors);
        create(namespace, errors);
        ObjectMetaRules.updateAgain(namespace, old, errors);
    }

    static void status(ObjectNode namespace, ObjectNode old, FieldErrors errors) {
        String phase = Json.textOr(namespace, "", "status", "phase");
        boolean going = namespace.path("metadata").hasNonNull("deletionTimestamp");
        if (!going && !phase.equals("Active")) {
            errors.invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty");
        } else if (going && !phase.equals("Terminating")) {
            errors.invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty");
        }
    }
}
