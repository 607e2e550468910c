package io.kubejar.core.error;

/**
 * The reasons of a failed request, with the HTTP code each goes with.
 *
 * <p>Source: metav1.StatusReason, staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go, v1.36.
 */
public enum Reason {
    /** No reason is known; 500 unless the maker says otherwise. */
    UNKNOWN("", 500),
    /** Nobody in particular asked; authentication was missing or wrong. */
    UNAUTHORIZED("Unauthorized", 401),
    /** Known who asks, and that one may not. */
    FORBIDDEN("Forbidden", 403),
    /** There is no such object, or no such resource. */
    NOT_FOUND("NotFound", 404),
    /** The name is taken; for a create only. */
    ALREADY_EXISTS("AlreadyExists", 409),
    /** The object has changed since it was read: read again and repeat. */
    CONFLICT("Conflict", 409),
    /** It was there once and is no more: a revision that was compacted. For a watch: list again. */
    GONE("Gone", 410),
    /** Like GONE for a continue token or a resourceVersion that is too old. */
    EXPIRED("Expired", 410),
    /** The object is understood and breaks a rule; details name every field. */
    INVALID("Invalid", 422),
    /** The server cannot answer in time, the request may be repeated. */
    SERVER_TIMEOUT("ServerTimeout", 500),
    /** The request took longer than allowed; it may or may not have been carried out. */
    TIMEOUT("Timeout", 504),
    /** Too many requests at once; repeat after the given time. */
    TOO_MANY_REQUESTS("TooManyRequests", 429),
    /** The request makes no sense as it stands. */
    BAD_REQUEST("BadRequest", 400),
    /** The resource is there and does not know this verb. */
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
    /** No form of answer that the client accepts. */
    NOT_ACCEPTABLE("NotAcceptable", 406),
    /** The body is larger than allowed. */
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLarge", 413),
    /** The body's form is not understood. */
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
    /** Something inside broke; it is our fault. */
    INTERNAL_ERROR("InternalError", 500),
    /** Not ready or shutting down. */
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503);

    private final String text;
    private final int code;

    Reason(String text, int code) {
        this.text = text;
        this.code = code;
    }

    /** The reason as it stands in a Status, "" for the unknown one. */
    public String text() {
        return text;
    }

    /** The HTTP status code. */
    public int code() {
        return code;
    }

    /** The reason of a Status's text; {@link #UNKNOWN} for any other. */
    public static Reason of(String text) {
        for (Reason reason : values()) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        return UNKNOWN;
    }
}
