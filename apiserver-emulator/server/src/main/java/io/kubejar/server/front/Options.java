package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.exchange.ServerRequest;
import java.util.List;
import java.util.Objects;

/** Reads the options of a request from its query and, for deletes, its body. Refuses with upstream's words. */
final class Options {
    private Options() {}

    static ListOptions list(ServerRequest request) {
        String limit = request.parameter("limit");
        return new ListOptions(
                request.parameter("labelSelector"),
                request.parameter("fieldSelector"),
                limit.isEmpty() ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, number("limit", limit))),
                request.parameter("continue"),
                request.parameter("resourceVersion"),
                request.parameter("resourceVersionMatch"));
    }

    static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    static WriteOptions write(ServerRequest request, String kind) {
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
                request.parameter("force").equals("true"));
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

    private static boolean dryRun(List<String> values, String kind) {
        for (String value : values) {
            if (!value.equals("All")) {
                throw StatusException.invalid(
                        new Gvk("meta.k8s.io", "v1", kind),
                        "",
                        List.of(new Cause(
                                "FieldValueNotSupported",
                                "Unsupported value: \"" + value + "\": supported values: \"All\"",
                                "dryRun")));
            }
        }
        return !values.isEmpty();
    }

    static DeleteOptions delete(ServerRequest request) {
        JsonNode body = request.body().length == 0
                ? Json.object()
                : Bodies.read(request).raw().tree();
        String grace = request.parameter("gracePeriodSeconds");
        String policy = request.parameter("propagationPolicy");
        String orphan = request.parameter("orphanDependents");
        if (!orphan.isEmpty() || body.hasNonNull("orphanDependents")) {
            boolean orphans = orphan.isEmpty() ? Json.isTrue(body, "orphanDependents") : orphan.equals("true");
            policy = orphans ? "Orphan" : "Background";
        }
        if (policy.isEmpty()) {
            policy = Json.textOr(body, "", "propagationPolicy");
        }
        checkPolicy(policy);
        Long seconds = grace.isEmpty() ? null : (Long) number("gracePeriodSeconds", grace);
        if (seconds == null && body.path("gracePeriodSeconds").isNumber()) {
            seconds = body.get("gracePeriodSeconds").longValue();
        }
        List<String> dry = request.query().containsKey("dryRun")
                ? request.query().get("dryRun")
                : Json.strings(body.path("dryRun"));
        return new DeleteOptions(
                seconds,
                policy,
                Json.textOr(body, "", "preconditions", "uid"),
                Json.textOr(body, "", "preconditions", "resourceVersion"),
                dryRun(dry == null ? List.of() : dry, "DeleteOptions"),
                0);
    }

    private static void checkPolicy(String policy) {
        List<String> known = List.of("", "Foreground", "Background", "Orphan");
        if (!known.contains(policy)) {
            throw StatusException.invalid(
                    new Gvk("meta.k8s.io", "v1", "DeleteOptions"),
                    "",
                    List.of(new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: \"" + policy
                                    + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
                            "propagationPolicy")));
        }
    }

    /** A text of a parameter that means yes. */
    static boolean isTrue(String value) {
        return value.equals("true") || value.equals("1");
    }

    /** A request in a form that nobody here reads. */
    static StatusException unsupportedMediaType(String accepted) {
        return StatusException.generic(
                Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }
}
