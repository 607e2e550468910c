package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/** A lease. Upstream: pkg/registry/coordination, v1.36. */
public final class LeaseKind implements Strategy {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("coordination.k8s.io", "v1", "leases", "Lease")
                .columns(() -> List.of(
                        Columns.name(),
                        Columns.string(
                                "Holder",
                                Columns.doc("io.k8s.api.coordination.v1.LeaseSpec", "holderIdentity"),
                                o -> Json.textOr(o, "", "spec", "holderIdentity")),
                        Columns.age()))
                .strategy(new LeaseKind())
                .build();
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        LeaseRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        LeaseRules.update(object, old, errors);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean allowUnconditionalUpdate() {
        return false;
    }

    /** What belongs to coordinated elections, which are switched off. */
    @Override
    public void prepareForCreate(ObjectNode lease) {
        Json.child(lease, "spec").remove(List.of("strategy", "preferredHolder"));
    }

    @Override
    public void prepareForUpdate(ObjectNode lease, ObjectNode old) {
        for (String field : List.of("strategy", "preferredHolder")) {
            if (!old.path("spec").has(field)) {
                Json.child(lease, "spec").remove(field);
            }
        }
    }
}
