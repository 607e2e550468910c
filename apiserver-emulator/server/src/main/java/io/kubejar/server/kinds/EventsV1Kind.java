package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;

/** An event in its newer form. Upstream: pkg/registry/core/event and pkg/apis/events/v1, v1.36. */
public final class EventsV1Kind implements Strategy {
    private static final EventForm FORM = new EventForm();

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("events.k8s.io", "v1", "events", "Event")
                .shortNames("ev")
                .storagePath("/registry/events/")
                .storedAs(FORM)
                .names(NameRule.SUBDOMAIN)
                .columns(EventColumns.all().stream()
                        .map(EventsV1Kind::ofStoredForm)
                        .toList())
                .selectable("regarding.kind", "involvedObject", "kind")
                .selectable("regarding.namespace", "involvedObject", "namespace")
                .selectable("regarding.name", "involvedObject", "name")
                .selectable("regarding.uid", "involvedObject", "uid")
                .selectable("regarding.apiVersion", "involvedObject", "apiVersion")
                .selectable("regarding.resourceVersion", "involvedObject", "resourceVersion")
                .selectable("regarding.fieldPath", "involvedObject", "fieldPath")
                .selectable("reason", "reason")
                .selectable("reportingController", "reportingComponent")
                .selectable("type", "type")
                .strategy(new EventsV1Kind())
                .build();
    }

    private static PrinterColumn ofStoredForm(PrinterColumn column) {
        return new PrinterColumn(
                column.name(),
                column.type(),
                column.format(),
                column.description(),
                column.priority(),
                (object, now) -> column.cell().of(FORM.toStored(object), now));
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        EventRules.strict(FORM.toStored(object), errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        EventRules.strictUpdate(FORM.toStored(object), FORM.toStored(old), errors);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }
}
