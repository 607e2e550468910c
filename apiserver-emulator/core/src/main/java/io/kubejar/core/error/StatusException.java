package io.kubejar.core.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that failed in a way its sender is told: a metav1.Status as an exception. The factories give upstream's
 * words (staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go, v1.36).
 *
 * <p>It carries no stack trace: it is an answer, not a fault.
 */
public final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode status;

    /** Wraps a whole Status object, which must not be changed afterwards. */
    public StatusException(ObjectNode status) {
        super(Json.textOr(status, "", "message"), null, false, false);
        this.status = status;
    }

    /** A Status of a reason without details. */
    public static StatusException of(Reason reason, String message) {
        return new StatusException(base(reason, reason.code(), message));
    }

    /** A Status of a reason with another code than its usual one. */
    public static StatusException of(Reason reason, int code, String message) {
        return new StatusException(base(reason, code, message));
    }

    /** A refusal of the request's form, before any resource is known; its details are empty. */
    public static StatusException generic(Reason reason, String message) {
        ObjectNode status = base(reason, reason.code(), message);
        status.putObject("details");
        return new StatusException(status);
    }

    /** There is nothing at this path. */
    public static StatusException notServed() {
        return generic(Reason.NOT_FOUND, "the server could not find the requested resource");
    }

    /** There is something at this path, but not for this method. */
    public static StatusException methodNotAllowed() {
        return generic(Reason.METHOD_NOT_ALLOWED, "the server does not allow this method on the requested resource");
    }

    /** A Status with the details of a resource; a name of "" is left out. */
    public static StatusException of(Reason reason, Gvr resource, String name, String message) {
        ObjectNode status = base(reason, reason.code(), message);
        details(status, name, resource.group(), resource.resource());
        return new StatusException(status);
    }

    /** {@code pods "a" not found}. */
    public static StatusException notFound(Gvr resource, String name) {
        return of(Reason.NOT_FOUND, resource, name, resource.groupResource() + " \"" + name + "\" not found");
    }

    /** {@code pods "a" already exists}. */
    public static StatusException alreadyExists(Gvr resource, String name) {
        return of(Reason.ALREADY_EXISTS, resource, name, resource.groupResource() + " \"" + name + "\" already exists");
    }

    /** {@code Operation cannot be fulfilled on pods "a": why}. */
    public static StatusException conflict(Gvr resource, String name, String why) {
        return of(
                Reason.CONFLICT,
                resource,
                name,
                "Operation cannot be fulfilled on " + resource.groupResource() + " \"" + name + "\": " + why);
    }

    /** An apply that would change fields of other managers. Upstream: errors.NewApplyConflict. */
    public static StatusException applyConflict(String message, List<Cause> causes) {
        ObjectNode status = base(Reason.CONFLICT, Reason.CONFLICT.code(), message);
        putCauses(status.putObject("details"), causes);
        return new StatusException(status);
    }

    /** The conflict of an update whose resourceVersion is not the newest. */
    public static StatusException modified(Gvr resource, String name) {
        return conflict(
                resource,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    /** {@code pods "a" is forbidden: why}; without a name {@code pods is forbidden: why}. */
    public static StatusException forbidden(Gvr resource, String name, String why) {
        String what = resource.resource().isEmpty()
                ? "forbidden: "
                : resource.groupResource() + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: ";
        return of(Reason.FORBIDDEN, resource, name, what + why);
    }

    /** {@code Pod "a" is invalid: spec.x: Required value, ...} with all its causes. Upstream: errors.NewInvalid. */
    public static StatusException invalid(Gvk kind, String name, List<Cause> causes) {
        List<String> lines = causes.stream()
                .map(c -> c.field().isEmpty() ? c.message() : c.field() + ": " + c.message())
                .distinct()
                .toList();
        String detail = String.join(", ", lines);
        String all = lines.size() > 1 ? "[" + detail + "]" : detail;
        String message = kind.groupKind() + " \"" + name + "\" is invalid" + (causes.isEmpty() ? "" : ": " + all);
        ObjectNode status = base(Reason.INVALID, Reason.INVALID.code(), message);
        ObjectNode details = details(status, name, kind.group(), kind.kind());
        if (!causes.isEmpty()) {
            putCauses(details, causes);
        }
        return new StatusException(status);
    }

    /** A request that makes no sense as it stands. */
    public static StatusException badRequest(String message) {
        return of(Reason.BAD_REQUEST, message);
    }

    /** {@code Internal error occurred: why}. */
    public static StatusException internal(String why) {
        ObjectNode status =
                base(Reason.INTERNAL_ERROR, Reason.INTERNAL_ERROR.code(), "Internal error occurred: " + why);
        putCauses(details(status, "", "", ""), List.of(new Cause("", why, "")));
        return new StatusException(status);
    }

    /** A watch or list from before the oldest revision that is kept. Upstream: errors.NewResourceExpired. */
    public static StatusException expired(String message) {
        return of(Reason.EXPIRED, message);
    }

    /** A revision that is not there yet, nor came in time. Upstream: storage.NewTooLargeResourceVersionError. */
    public static StatusException tooLargeRevision(long wanted, long current) {
        String message = "Timeout: Too large resource version: " + wanted + ", current: " + current;
        ObjectNode status = base(Reason.TIMEOUT, Reason.TIMEOUT.code(), message);
        ObjectNode details = details(status, "", "", "");
        putCauses(details, List.of(new Cause("ResourceVersionTooLarge", "Too large resource version", "")));
        details.put("retryAfterSeconds", 1);
        return new StatusException(status);
    }

    /** Whether it is {@link #tooLargeRevision}. Upstream: storage.IsTooLargeResourceVersion, v1.36. */
    public boolean isTooLargeRevision() {
        return is(Reason.TIMEOUT)
                && status.at("/details/causes/0/reason").asText().equals("ResourceVersionTooLarge");
    }

    private static ObjectNode base(Reason reason, int code, String message) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.text().isEmpty()) {
            status.put("reason", reason.text());
        }
        status.put("code", code);
        return status;
    }

    private static ObjectNode details(ObjectNode status, String name, String group, String kind) {
        JsonNode code = status.remove("code"); // comes last, as upstream writes it
        ObjectNode details = status.putObject("details");
        status.set("code", code);
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        if (!kind.isEmpty()) {
            details.put("kind", kind);
        }
        return details;
    }

    private static void putCauses(ObjectNode details, List<Cause> causes) {
        ArrayNode list = details.putArray("causes");
        for (Cause cause : causes) {
            ObjectNode one = list.addObject();
            if (!cause.type().isEmpty()) {
                one.put("reason", cause.type());
            }
            one.put("message", cause.message());
            if (!cause.field().isEmpty()) {
                one.put("field", cause.field());
            }
        }
    }

    /** The whole Status object. Shared: never change it. */
    public ObjectNode status() {
        return status;
    }

    /** The HTTP status code. */
    public int code() {
        return (int) Json.number(status, 500, "code");
    }

    /** The reason; {@link Reason#UNKNOWN} when the Status has none that is known. */
    public Reason reason() {
        return Reason.of(Json.textOr(status, "", "reason"));
    }

    /** Whether the Status has this reason. */
    public boolean is(Reason reason) {
        return reason() == reason;
    }

    /** The seconds after which to ask again, or null when the Status names none. */
    public @Nullable Integer retryAfterSeconds() {
        long seconds = Json.number(status, 0, "details", "retryAfterSeconds");
        return seconds == 0 ? null : (int) seconds;
    }
}
