package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;
import java.util.Locale;

/** A past state of a controlled object. Upstream: pkg/registry/apps, v1.36. */
public final class ControllerRevisionKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "controllerrevisions", "ControllerRevision")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "Controller", () -> "Controller of the object", ControllerRevisionKind::controller),
                        Columns.integer(
                                "Revision",
                                Columns.doc("io.k8s.api.apps.v1.ControllerRevision", "revision"),
                                o -> Json.number(o, 0, "revision")),
                        Columns.age()))
                .strategy(new ControllerRevisionKind())
                .build();
    }

    /** As {@code statefulset.apps/web}. */
    private static String controller(ObjectNode revision) {
        for (JsonNode owner : revision.path("metadata").path("ownerReferences")) {
            if (Json.isTrue(owner, "controller")) {
                String version = Json.textOr(owner, "", "apiVersion");
                int slash = version.indexOf('/');
                String kind = Json.textOr(owner, "", "kind").toLowerCase(Locale.ROOT);
                String group = slash < 0 ? "" : "." + version.substring(0, slash);
                return kind + group + "/" + Json.textOr(owner, "", "name");
            }
        }
        return "<none>";
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ControllerRevisionRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ControllerRevisionRules.update(object, old, errors);
    }
}
