package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;

/** An event. Upstream: pkg/registry/core, v1.36. */
public final class EventKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "events", "Event")
                .shortNames("ev")
                .columns(EventColumns::all)
                .selectable("involvedObject.kind", "involvedObject", "kind")
                .selectable("involvedObject.namespace", "involvedObject", "namespace")
                .selectable("involvedObject.name", "involvedObject", "name")
                .selectable("involvedObject.uid", "involvedObject", "uid")
                .selectable("involvedObject.apiVersion", "involvedObject", "apiVersion")
                .selectable("involvedObject.resourceVersion", "involvedObject", "resourceVersion")
                .selectable("involvedObject.fieldPath", "involvedObject", "fieldPath")
                .selectable("reason", "reason")
                .selectable("reportingComponent", "reportingComponent")
                .selectable("source", EventKind::source)
                .selectable("type", "type")
                .names(NameRule.PATH_SEGMENT)
                .strategy(new EventKind())
                .build();
    }

    private static String source(ObjectNode event) {
        return Json.textOr(event, Json.textOr(event, "", "reportingComponent"), "source", "component");
    }

    @Override
    public void validate(ObjectNode event, FieldErrors errors) {
        EventRules.legacy(event, errors);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }
}
