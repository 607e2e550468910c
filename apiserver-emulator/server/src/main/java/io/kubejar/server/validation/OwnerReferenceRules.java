package io.kubejar.server.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;

/** The rules of {@code metadata.ownerReferences}. Upstream: ValidateOwnerReferences, objectmeta.go, v1.36. */
final class OwnerReferenceRules {
    private OwnerReferenceRules() {}

    static void validate(JsonNode references, FieldErrors errors) {
        String firstController = "";
        for (JsonNode reference : references) {
            one(reference, errors);
            if (Json.isTrue(reference, "controller")) {
                String name = Json.textOr(reference, "", "kind") + "/" + Json.textOr(reference, "", "name");
                if (!firstController.isEmpty()) {
                    errors.invalid(
                            "metadata.ownerReferences",
                            references,
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + firstController + " and " + name);
                } else {
                    firstController = name;
                }
            }
        }
    }

    private static void one(JsonNode reference, FieldErrors errors) {
        String path = "metadata.ownerReferences";
        String version = Json.textOr(reference, "", "apiVersion");
        if (version.isEmpty() || version.chars().filter(c -> c == '/').count() > 1 || version.endsWith("/")) {
            errors.invalid(path + ".apiVersion", version, "version must not be empty");
        }
        for (String field : new String[] {"kind", "name", "uid"}) {
            if (Json.textOr(reference, "", field).isEmpty()) {
                errors.invalid(path + "." + field, "", "must not be empty");
            }
        }
        if ((version.equals("v1") || version.equals("/v1"))
                && Json.textOr(reference, "", "kind").equals("Event")) {
            errors.invalid(path, reference, "/v1, Kind=Event is disallowed from being an owner");
        }
    }
}
