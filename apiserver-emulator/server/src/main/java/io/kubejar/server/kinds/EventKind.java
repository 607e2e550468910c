package io.kubejar.server.kinds;

import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;

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
                .selectable("source", "source", "component")
                .selectable("type", "type")
                .strategy(new EventKind())
                .build();
    }
}
