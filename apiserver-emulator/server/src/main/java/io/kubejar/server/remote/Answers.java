package io.kubejar.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What answers say. */
final class Answers {
    private Answers() {}

    /** The object in a good answer; throws what a bad one says. */
    static ApiObject object(int status, byte[] body) {
        if (status >= 300) {
            throw failure(status, body);
        }
        return ApiObject.of(tree(body));
    }

    static ObjectList list(int status, byte[] body) {
        ObjectNode list = object(status, body).tree();
        String apiVersion = Json.textOr(list, "", "apiVersion");
        String kind = Json.textOr(list, "", "kind").replaceFirst("List$", "");
        List<ApiObject> items = new ArrayList<>(list.path("items").size());
        for (JsonNode item : list.path("items")) {
            items.add(ApiObject.of(typed((ObjectNode) item, apiVersion, kind)));
        }
        String revision = Json.textOr(list, "", "metadata", "resourceVersion");
        return new ObjectList(items, revision(revision), Json.textOr(list, "", "metadata", "continue"));
    }

    /** Items of a list leave out their type: it is the list's. */
    private static ObjectNode typed(ObjectNode item, String apiVersion, String kind) {
        if (item.hasNonNull("kind")) {
            return item;
        }
        ObjectNode out = Json.object();
        out.put("apiVersion", apiVersion).put("kind", kind);
        out.setAll(item);
        return out;
    }

    private static long revision(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.internal("the server's resourceVersion \"" + text + "\" is no number");
        }
    }

    /** The next event of a watch; an ERROR event is thrown. */
    static WatchEvent event(byte[] line) {
        ObjectNode event = tree(line);
        String type = Json.textOr(event, "", "type");
        if (!(event.get("object") instanceof ObjectNode object)) {
            throw StatusException.internal("the server sent an event without an object");
        }
        if (type.equals("ERROR")) {
            throw new StatusException(object);
        }
        try {
            return new WatchEvent(WatchEvent.Type.valueOf(type.toUpperCase(Locale.ROOT)), ApiObject.of(object));
        } catch (IllegalArgumentException e) {
            throw StatusException.internal("the server sent an event of the unknown type \"" + type + "\"");
        }
    }

    /** What a bad answer says: its Status, or its text in one. Upstream: errors.NewGenericServerResponse. */
    static StatusException failure(int status, byte[] body) {
        try {
            if (Json.parse(body) instanceof ObjectNode tree && "Status".equals(Json.text(tree, "kind"))) {
                return new StatusException(tree);
            }
        } catch (UncheckedIOException e) {
            // no JSON: its text is all there is to say
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String message = "the server responded with the status code " + status + (text.isEmpty() ? "" : ": " + text);
        return StatusException.of(reason(status), status, message);
    }

    private static Reason reason(int status) {
        for (Reason reason : Reason.values()) {
            if (reason != Reason.UNKNOWN && reason != Reason.ALREADY_EXISTS && reason.code() == status) {
                return reason;
            }
        }
        return Reason.UNKNOWN;
    }

    private static ObjectNode tree(byte[] json) {
        try {
            if (Json.parse(json) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (UncheckedIOException e) {
            throw StatusException.internal("the server's answer is no JSON: " + e.getMessage());
        }
        throw StatusException.internal("the server's answer is no JSON object");
    }
}
