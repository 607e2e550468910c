package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;

/** Questions about why the server took an object not. */
public final class Refusals {
    private Refusals() {}

    /** Whether its namespace is going. Upstream: errors.HasStatusCause(NamespaceTerminatingCause), v1.36. */
    public static boolean isNamespaceTerminating(StatusException refusal) {
        for (JsonNode cause : refusal.status().path("details").path("causes")) {
            if ("NamespaceTerminating".equals(Json.text(cause, "reason"))) {
                return true;
            }
        }
        return false;
    }
}
