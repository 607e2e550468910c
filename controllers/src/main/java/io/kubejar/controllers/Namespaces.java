package io.kubejar.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.reconcile.Plan;
import org.jspecify.annotations.Nullable;

/** What controllers ask about namespaces. */
public final class Namespaces {
    private Namespaces() {}

    /** Whether it is there and not on its way out. */
    public static boolean isActive(@Nullable ApiObject namespace) {
        return namespace != null && "Active".equals(Json.text(namespace.status(), "phase"));
    }

    /** Whether the server took no object because its namespace is going. Upstream: v1.NamespaceTerminatingCause. */
    public static boolean isTerminating(StatusException refusal) {
        for (JsonNode cause : refusal.status().path("details").path("causes")) {
            if ("NamespaceTerminating".equals(Json.text(cause, "reason"))) {
                return true;
            }
        }
        return false;
    }

    /** What follows when an object could not be created: nothing if it exists or its namespace is going, else failure. */
    public static Plan takenOrGoingIsFine(StatusException refusal) {
        boolean fine = refusal.is(Reason.ALREADY_EXISTS) || refusal.is(Reason.NOT_FOUND) || isTerminating(refusal);
        return fine ? Plan.NOTHING : Plan.fail(refusal);
    }
}
