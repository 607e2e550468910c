package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** The answers to patches that do not work. Upstream: apiserver/pkg/endpoints/handlers/patch.go, v1.36. */
public final class PatchErrors {
    private static final List<String> METADATA = List.of(
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
            "labels",
            "annotations",
            "ownerReferences",
            "finalizers",
            "managedFields");

    private PatchErrors() {}

    /** A JSON patch of which an operation fails; the client is not told which. Upstream: NewGenericServerResponse(422). */
    static StatusException notApplicable() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put("message", "the server rejected our request due to an error in our request")
                .put("reason", "Invalid");
        status.putObject("details");
        status.put("code", 422);
        return new StatusException(status);
    }

    /** A strategic merge patch that breaks a rule of its own; a plain error upstream, answered with 500. */
    static StatusException failed(String message) {
        return StatusException.of(Reason.UNKNOWN, 500, message);
    }

    /**
     * A JSON or merge patch whose result is no such object.
     *
     * @param result the patched object, as {@link JsonPatch} or {@link MergePatch} gave it
     * @param why what the decoder said
     */
    public static StatusException badResult(JsonNode result, String why) {
        return badPatch(GoText.json(inOrder(result)), why);
    }

    /** Metadata as upstream writes it, unless the patch has opened it and so sorted its members. */
    private static JsonNode inOrder(JsonNode result) {
        List<String> names = new ArrayList<>();
        result.path("metadata").fieldNames().forEachRemaining(names::add);
        boolean sorted = names.equals(names.stream().sorted().toList());
        if (sorted || !(result instanceof ObjectNode object)) {
            return result;
        }
        ObjectNode metadata = Json.object();
        JsonNode own = object.path("metadata");
        METADATA.stream().filter(own::has).forEach(name -> metadata.set(name, own.get(name)));
        own.properties().stream()
                .filter(e -> !metadata.has(e.getKey()))
                .forEach(e -> metadata.set(e.getKey(), e.getValue()));
        ObjectNode out = Json.object();
        out.setAll(object);
        out.set("metadata", metadata);
        return out;
    }

    /**
     * A strategic merge patch whose result is no such object.
     *
     * @param patch the patch's body
     * @param why what the decoder said
     */
    public static StatusException badStrategicResult(JsonNode patch, String why) {
        return badPatch(GoText.show(patch), why);
    }

    private static StatusException badPatch(String shown, String why) {
        String quoted = Json.string(Json.nodes().textNode(shown));
        return StatusException.invalid(
                new Gvk("", "", ""),
                "",
                List.of(new Cause("FieldValueInvalid", "Invalid value: " + quoted + ": " + why, "patch")));
    }
}
