package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/** A replica set. Upstream: pkg/registry/apps/replicaset and SetDefaults_ReplicaSet, pkg/apis/apps/v1/defaults.go, v1.36. */
public final class ReplicaSetKind implements SpecAndStatus {
    private static final String SPEC = "io.k8s.api.apps.v1.ReplicaSetSpec";
    private static final String STATUS = "io.k8s.api.apps.v1.ReplicaSetStatus";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "replicasets", "ReplicaSet")
                .shortNames("rs")
                .categories("all")
                .withStatus()
                .withScale()
                .columns(ReplicaSetKind::columns)
                .strategy(new ReplicaSetKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(Columns.name());
        columns.add(Columns.integer("Desired", doc(SPEC, "replicas"), o -> Json.number(o, 0, "spec", "replicas")));
        columns.add(Columns.integer("Current", doc(STATUS, "replicas"), o -> Json.number(o, 0, "status", "replicas")));
        columns.add(Columns.integer(
                "Ready", doc(STATUS, "readyReplicas"), o -> Json.number(o, 0, "status", "readyReplicas")));
        columns.add(Columns.age());
        columns.addAll(Columns.templateContainers());
        columns.add(Columns.selector(doc(SPEC, "selector")));
        return columns;
    }

    @Override
    public void defaults(ObjectNode set) {
        ObjectNode spec = Json.child(set, "spec");
        PodSpecDefaults.putIfAbsentNumber(spec, "replicas", 1);
        PodSpecDefaults.fillTemplate(spec);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        WorkloadRules.replicaSet(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadRules.replicaSet(object, errors);
        WorkloadRules.keepsSelector(object, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return WorkloadWarnings.created(object);
    }

    @Override
    public List<String> updateWarnings(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.updated(object, old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadStatusRules.replicaSet(object, errors);
    }
}
