package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.regex.Pattern;

/** The rules of probes and hooks. Upstream: validateProbe and validateHandler, pkg/apis/core/validation, v1.36. */
final class ProbeRules {
    private static final String[] NUMBERS = {
        "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"
    };
    private static final String[] HANDLERS = {"exec", "httpGet", "tcpSocket", "grpc"};
    private static final String[] HOOKS = {"exec", "httpGet", "tcpSocket", "sleep"};
    private static final Pattern HEADER = Pattern.compile("[-A-Za-z0-9]+");

    private ProbeRules() {}

    /** Checks what a container that runs beside others may have. */
    static void all(JsonNode container, PodScope scope, String path, FieldErrors errors) {
        JsonNode grace = scope.gracePeriod();
        for (String hook : new String[] {"postStart", "preStop"}) {
            JsonNode found = container.path("lifecycle").path(hook);
            if (found.isObject()) {
                handler(found, HOOKS, grace, path + ".lifecycle." + hook, errors);
            }
        }
        String signal = Json.text(container, "lifecycle", "stopSignal");
        if (signal != null) {
            StopSignals.validate(signal, scope.spec().path("os"), path + ".lifecycle.stopSignal", errors);
        }
        for (String kind : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            if (container.path(kind).isObject()) {
                probe(container.path(kind), kind, grace, path + "." + kind, errors);
            }
        }
    }

    private static void probe(JsonNode probe, String kind, JsonNode podGrace, String path, FieldErrors errors) {
        handler(probe, HANDLERS, podGrace, path, errors);
        for (String field : NUMBERS) {
            Checks.nonNegative(probe, field, path, errors);
        }
        JsonNode grace = probe.path("terminationGracePeriodSeconds");
        if (grace.isNumber() && grace.longValue() <= 0) {
            errors.invalid(path + ".terminationGracePeriodSeconds", grace, "must be greater than 0");
        }
        if (kind.equals("readinessProbe")) {
            if (grace.isNumber()) {
                errors.invalid(path + ".terminationGracePeriodSeconds", grace, "must not be set for readinessProbes");
            }
        } else if (Json.number(probe, 1, "successThreshold") != 1) {
            errors.invalid(path + ".successThreshold", probe.path("successThreshold"), "must be 1");
        }
    }

    private static void handler(JsonNode holder, String[] kinds, JsonNode grace, String path, FieldErrors errors) {
        int count = 0;
        for (String kind : kinds) {
            if (!holder.path(kind).isObject()) {
                continue;
            }
            count++;
            if (count > 1) {
                errors.forbidden(path + "." + kind, "may not specify more than 1 handler type");
            } else {
                action(kind, holder.path(kind), grace, path + "." + kind, errors);
            }
        }
        if (count == 0) {
            errors.required(path, "must specify a handler type");
        }
    }

    private static void action(String kind, JsonNode action, JsonNode grace, String path, FieldErrors errors) {
        switch (kind) {
            case "exec" -> {
                if (action.path("command").isEmpty()) {
                    errors.required(path + ".command", "");
                }
            }
            case "httpGet" -> httpGet(action, path, errors);
            case "tcpSocket" -> Checks.portNumberOrName(action.path("port"), path + ".port", errors);
            case "grpc" -> Checks.portNumber(Json.number(action, 0, "port"), path + ".port", errors);
            default -> sleep(Json.number(action, 0, "seconds"), grace, path, errors);
        }
    }

    private static void httpGet(JsonNode action, String path, FieldErrors errors) {
        if (Json.textOr(action, "", "path").isEmpty()) {
            errors.required(path + ".path", "");
        }
        Checks.portNumberOrName(action.path("port"), path + ".port", errors);
        String scheme = Json.textOr(action, "", "scheme");
        if (!scheme.equals("HTTP") && !scheme.equals("HTTPS")) {
            errors.unsupported(path + ".scheme", scheme, "HTTP", "HTTPS");
        }
        for (JsonNode header : action.path("httpHeaders")) {
            String name = Json.textOr(header, "", "name");
            if (!HEADER.matcher(name).matches()) {
                errors.invalid(
                        path + ".httpHeaders",
                        name,
                        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name',"
                                + " regex used for validation is '[-A-Za-z0-9]+')");
            }
        }
    }

    /** Upstream: validateSleepAction. */
    private static void sleep(long seconds, JsonNode grace, String path, FieldErrors errors) {
        if (grace.isNumber() && (seconds < 0 || seconds > grace.longValue())) {
            errors.invalid(
                    path, seconds, "must be non-negative and less than terminationGracePeriodSeconds (" + grace + ")");
        }
    }
}
