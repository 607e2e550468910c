package io.kubejar.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;

/** A change to an object, in one of the forms that the server knows. */
public record Patch(Type type, JsonNode body) {
    /** The forms of a patch. */
    public enum Type {
        /** RFC 6902. */
        JSON("application/json-patch+json"),
        /** RFC 7396. */
        MERGE("application/merge-patch+json"),
        /** Kubernetes' own, which knows how lists merge. */
        STRATEGIC("application/strategic-merge-patch+json"),
        /** Server-side apply. */
        APPLY("application/apply-patch+yaml");

        private final String contentType;

        Type(String contentType) {
            this.contentType = contentType;
        }

        /** The Content-Type of a request with it. */
        public String contentType() {
            return contentType;
        }
    }

    /** A merge patch (RFC 7396). */
    public static Patch merge(String json) {
        return new Patch(Type.MERGE, Json.parse(json));
    }

    /** A merge patch (RFC 7396). */
    public static Patch merge(JsonNode body) {
        return new Patch(Type.MERGE, body);
    }

    /** A strategic merge patch. */
    public static Patch strategic(JsonNode body) {
        return new Patch(Type.STRATEGIC, body);
    }
}
