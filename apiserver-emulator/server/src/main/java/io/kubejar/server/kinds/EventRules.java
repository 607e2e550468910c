package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.Names;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an event must be, in its stored form: little when it comes as v1, more when it comes as events.k8s.io/v1. Pure.
 * Upstream: pkg/apis/core/validation/events.go, v1.36.
 */
final class EventRules {
    private static final int SHORT_MAX = 128;
    private static final int MESSAGE_MAX = 1024;
    /** What an update through events.k8s.io/v1 may not change, in the order of the refusals; but for eventTime. */
    private static final List<String> IMMUTABLE = List.of(
            "involvedObject",
            "reason",
            "message",
            "source",
            "firstTimestamp",
            "lastTimestamp",
            "count",
            "reason",
            "type",
            "eventTime",
            "action",
            "related",
            "reportingComponent",
            "reportingInstance");

    private EventRules() {}

    /** The rules of v1. */
    static void legacy(ObjectNode event, FieldErrors errors) {
        legacy(event, "reportingComponent", errors);
    }

    /** The rules of events.k8s.io/v1 for a new event. */
    static void strict(ObjectNode event, FieldErrors errors) {
        legacy(event, "reportingController", errors);
        series(event, errors);
        if (text(event, "eventTime").isEmpty()) {
            errors.required("eventTime", "");
        }
        String type = text(event, "type");
        if (!type.equals("Normal") && !type.equals("Warning")) {
            errors.invalid("type", "", "has invalid value: " + type);
        }
        for (String time : List.of("firstTimestamp", "lastTimestamp")) {
            if (!text(event, time).isEmpty()) {
                errors.invalid(time, "", "needs to be unset");
            }
        }
        if (Json.number(event, 0, "count") != 0) {
            errors.invalid("count", "", "needs to be unset");
        }
        if (!Json.textOr(event, "", "source", "component").isEmpty()
                || !Json.textOr(event, "", "source", "host").isEmpty()) {
            errors.invalid("source", "", "needs to be unset");
        }
    }

    /** The rules of events.k8s.io/v1 for a changed event. */
    static void strictUpdate(ObjectNode event, ObjectNode old, FieldErrors errors) {
        legacy(event, "reportingController", errors);
        if (!event.path("series").equals(old.path("series"))) {
            series(event, errors);
        }
        for (String field : IMMUTABLE) {
            if (!event.path(field).equals(old.path(field))) {
                String shown = field.equals("reportingComponent") ? "reportingController" : field;
                errors.invalid(shown, event.path(field), "field is immutable");
            }
        }
    }

    private static void series(ObjectNode event, FieldErrors errors) {
        JsonNode series = event.path("series");
        if (!series.isObject()) {
            return;
        }
        if (Json.number(series, 0, "count") < 2) {
            errors.invalid("series.count", "", "should be at least 2");
        }
        if (Json.textOr(series, "", "lastObservedTime").isEmpty()) {
            errors.required("series.lastObservedTime", "");
        }
    }

    /** Upstream: legacyValidateEvent. An event with a time of its own is a newer one. */
    private static void legacy(ObjectNode event, String controllerField, FieldErrors errors) {
        String namespace = Json.textOr(event, "", "metadata", "namespace");
        String about = Json.textOr(event, "", "involvedObject", "namespace");
        if (text(event, "eventTime").isEmpty()) {
            boolean fits =
                    about.isEmpty() ? namespace.isEmpty() || namespace.equals("default") : namespace.equals(about);
            if (!fits) {
                errors.invalid("involvedObject.namespace", about, "does not match event.namespace");
            }
        } else {
            if (about.isEmpty() && !List.of("default", "kube-system").contains(namespace)) {
                errors.invalid("involvedObject.namespace", about, "does not match event.namespace");
            }
            newer(event, controllerField, errors);
        }
        Names.subdomain(namespace).forEach(why -> errors.invalid("namespace", namespace, why));
    }

    private static void newer(ObjectNode event, String controllerField, FieldErrors errors) {
        String controller = text(event, "reportingComponent");
        if (controller.isEmpty()) {
            errors.required(controllerField, "");
        }
        Names.qualifiedName(controller).forEach(why -> errors.invalid(controllerField, controller, why));
        for (String field : List.of("reportingInstance", "action", "reason")) {
            if (text(event, field).isEmpty()) {
                errors.required(field, "");
            }
            limit(event, field, SHORT_MAX, errors);
        }
        limit(event, "message", MESSAGE_MAX, errors);
    }

    private static void limit(ObjectNode event, String field, int max, FieldErrors errors) {
        if (text(event, field).getBytes(StandardCharsets.UTF_8).length > max) {
            errors.invalid(field, "", "can have at most " + max + " characters");
        }
    }

    private static String text(ObjectNode event, String field) {
        return Json.textOr(event, "", field);
    }
}
