package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.patch.PatchBodies;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.schema.DecodingException;
import io.kubejar.server.schema.ProtobufDecoder;
import io.kubejar.server.schema.RawObject;
import io.kubejar.server.yaml.Yaml;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests: JSON and YAML objects, and patches. */
final class Bodies {
    private static final String OBJECT_TYPES =
            "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private static final String PATCH_TYPES = "application/json-patch+json, application/merge-patch+json, "
            + "application/strategic-merge-patch+json, application/apply-patch+yaml";
    private static final String CUSTOM_PATCH_TYPES =
            "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

    private Bodies() {}

    static Body read(ServerRequest request) {
        MediaType type = MediaType.parse(
                Objects.requireNonNullElse(request.headers().first("content-type"), "application/json"));
        byte[] sent = request.body();
        if (type.isYaml()) {
            try {
                return new Body(RawObject.of(Yaml.parse(sent)), sent);
            } catch (IllegalArgumentException e) {
                return new Body(RawObject.broken(words(e)), sent);
            }
        }
        if (type.name().equals("application/vnd.kubernetes.protobuf")) {
            return new Body(protobuf(sent), sent);
        }
        if (!type.name().equals("application/json")
                && !type.name().isEmpty()
                && !type.name().equals("*/*")) {
            throw Options.unsupportedMediaType(OBJECT_TYPES);
        }
        try {
            return new Body(RawObject.parse(sent), sent);
        } catch (DecodingException e) {
            return new Body(RawObject.broken("couldn't get version/kind; json parse error: " + e.words()), sent);
        }
    }

    private static RawObject protobuf(byte[] sent) {
        try {
            return ProtobufDecoder.decode(sent);
        } catch (DecodingException e) {
            return RawObject.broken(e.words());
        }
    }

    /** The words of the parser itself, as upstream's decoder hands them on. */
    private static String words(IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        String prefix = "error converting YAML to JSON: ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private static JsonNode applied(ServerRequest request) {
        try {
            return Yaml.parse(request.body());
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest("error decoding YAML: " + e.getMessage());
        }
    }

    /**
     * Refuses what upstream's router refuses before any handler of a built-in resource. Upstream: matchesContentType of
     * go-restful; the routes of patches are the only ones that name what they take.
     */
    static void requirePatchRoute(ServerRequest request) {
        if (form(request) == null) {
            throw StatusException.generic(Reason.UNSUPPORTED_MEDIA_TYPE, "415: Unsupported Media Type");
        }
    }

    private static Patch.@Nullable Type form(ServerRequest request) {
        MediaType type =
                MediaType.parse(Objects.requireNonNullElse(request.headers().first("content-type"), ""));
        for (Patch.Type one : Patch.Type.values()) {
            if (one.contentType().equals(type.name())) {
                return one;
            }
        }
        return null;
    }

    static Patch patch(ServerRequest request, Call call, boolean custom) {
        Patch.Type form = form(request);
        if (form == null || (custom && form == Patch.Type.STRATEGIC)) {
            throw Options.unsupportedMediaType(custom ? CUSTOM_PATCH_TYPES : PATCH_TYPES);
        }
        if (form == Patch.Type.APPLY) {
            return new Patch(form, applied(request));
        }
        boolean strictness = !call.write().fieldValidation().equals("Ignore");
        PatchBodies.Body body = PatchBodies.read(form, request.body(), strictness);
        if (call.write().fieldValidation().equals("Strict")
                && !body.strictErrors().isEmpty()) {
            throw StatusException.badRequest("strict decoding error: " + String.join(", ", body.strictErrors()));
        }
        call.warnings().addAll(body.strictErrors());
        return new Patch(form, body.tree());
    }
}
