package io.kubejar.server.subresources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;

/** The Status objects of success. */
final class Statuses {
    private Statuses() {}

    /** {@code Success} with code 201. */
    static ApiObject created() {
        return success(201);
    }

    private static ApiObject success(int code) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success").put("code", code);
        return ApiObject.of(status);
    }
}
