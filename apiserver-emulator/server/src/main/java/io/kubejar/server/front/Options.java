package io.kubejar.server.front;

import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.server.exchange.ServerRequest;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads the options of a request from its query and, for deletes, its body. Refuses with upstream's words. */
final class Options {
    private Options() {}

    static ListOptions list(ServerRequest request) {
        String limit = request.parameter("limit");
        String seconds = request.parameter("timeoutSeconds");
        if (!seconds.isEmpty()) {
            number("timeoutSeconds", seconds);
        }
        return new ListOptions(
                request.parameter("labelSelector"),
                request.parameter("fieldSelector"),
                limit.isEmpty() ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, number("limit", limit))),
                request.parameter("continue"),
                request.parameter("resourceVersion"),
                request.parameter("resourceVersionMatch"));
    }

    /** Refuses what only a watch may ask for. Upstream: ValidateListOptions, apimachinery's internalversion/validation. */
    static void requireNoWatchOptions(ServerRequest request) {
        if (request.query().containsKey("sendInitialEvents")) {
            throw StatusException.invalid(
                    new Gvk("meta.k8s.io", "v1", "ListOptions"),
                    "",
                    List.of(new Cause(
                            "FieldValueForbidden",
                            "Forbidden: sendInitialEvents is forbidden for list",
                            "sendInitialEvents")));
        }
    }

    static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    static WriteOptions write(ServerRequest request, String kind) {
        ManagerRules.check(request.parameter("fieldManager"), kind);
        String validation = request.parameter("fieldValidation");
        if (!validation.isEmpty() && !List.of("Ignore", "Warn", "Strict").contains(validation)) {
            throw StatusException.invalid(
                    new Gvk("meta.k8s.io", "v1", kind),
                    "",
                    List.of(new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: \"" + validation
                                    + "\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"",
                            "fieldValidation")));
        }
        return new WriteOptions(
                fieldManager(request),
                dryRun(request.query().getOrDefault("dryRun", List.of()), kind),
                validation,
                0,
                isSet(request, "force"));
    }

    /** As the request says, else the head of the client's name; an apply must say it itself. Upstream: managerOrUserAgent. */
    private static String fieldManager(ServerRequest request) {
        String named = request.parameter("fieldManager");
        String type = Objects.requireNonNullElse(request.headers().first("content-type"), "");
        String agent = request.headers().first("user-agent");
        if (!named.isEmpty() || agent == null || type.startsWith(Patch.Type.APPLY.contentType())) {
            return named;
        }
        return agent.split("/", 2)[0];
    }

    /** Whether nothing is to be stored. Upstream: ValidateDryRun. */
    static boolean dryRun(List<String> values, String kind) {
        if (values.stream().anyMatch(value -> !value.equals("All"))) {
            String shown = values.stream().map(FieldErrors::quote).collect(Collectors.joining(",", "[", "]"));
            throw StatusException.invalid(
                    new Gvk("meta.k8s.io", "v1", kind),
                    "",
                    List.of(new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: " + shown + ": supported values: \"All\"",
                            "dryRun")));
        }
        return !values.isEmpty();
    }

    /**
     * Whether a parameter says yes: it is there, and its value is neither "false" nor "0". Upstream:
     * Convert_Slice_string_To_bool, apimachinery/pkg/runtime/conversion.go.
     */
    static boolean isSet(ServerRequest request, String name) {
        List<String> values = request.query().get(name);
        if (values == null) {
            return false;
        }
        String first = values.isEmpty() ? "" : values.get(0);
        return !first.equalsIgnoreCase("false") && !first.equals("0");
    }

    /** A request in a form that nobody here reads. */
    static StatusException unsupportedMediaType(String accepted) {
        return StatusException.of(
                Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }
}
