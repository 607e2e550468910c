package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/** A config map. Upstream: pkg/registry/core, v1.36. */
public final class ConfigMapKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "configmaps", "ConfigMap")
                .shortNames("cm")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.count(
                                "Data",
                                Columns.doc("io.k8s.api.core.v1.ConfigMap", "data"),
                                o -> o.path("data").size()
                                        + o.path("binaryData").size()),
                        Columns.age()))
                .strategy(new ConfigMapKind())
                .build();
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ConfigMapRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ConfigMapRules.update(object, old, errors);
    }
}
