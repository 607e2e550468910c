package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reading a CustomResourceDefinition. Upstream: apiextensions/helpers.go, v1.36. */
final class Definition {
    /** Keeps a definition until its objects are gone. */
    static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    private Definition() {}

    static String group(ApiObject crd) {
        return Json.textOr(crd.spec(), "", "group");
    }

    static String plural(ApiObject crd) {
        return Json.textOr(crd.spec(), "", "names", "plural");
    }

    static @Nullable JsonNode condition(JsonNode crd, String type) {
        for (JsonNode condition : Json.at(crd, "status", "conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return null;
    }

    static boolean isTrue(JsonNode crd, String type) {
        JsonNode condition = condition(crd, type);
        return condition != null && "True".equals(Json.text(condition, "status"));
    }

    /** Sets a condition; its time moves only when its status does. Upstream: SetCRDCondition. */
    static void setCondition(ObjectNode crd, String type, boolean value, String reason, String message, String now) {
        String status = value ? "True" : "False";
        JsonNode old = condition(crd, type);
        ObjectNode entry;
        if (old instanceof ObjectNode known) {
            entry = known;
        } else {
            ObjectNode holder = Json.child(crd, "status");
            JsonNode list = holder.get("conditions");
            ArrayNode conditions = list instanceof ArrayNode array ? array : holder.putArray("conditions");
            entry = conditions.addObject().put("type", type);
        }
        if (!status.equals(Json.text(entry, "status"))) {
            entry.put("status", status).put("lastTransitionTime", now);
        }
        entry.put("reason", reason).put("message", message);
    }

    static String time(Instant now) {
        return Times.format(now);
    }
}
