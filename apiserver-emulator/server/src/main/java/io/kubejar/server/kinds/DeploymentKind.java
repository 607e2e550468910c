package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/** A deployment. Upstream: pkg/registry/apps/deployment and SetDefaults_Deployment, pkg/apis/apps/v1/defaults.go, v1.36. */
public final class DeploymentKind implements SpecAndStatus {
    private static final String SPEC = "io.k8s.api.apps.v1.DeploymentSpec";
    private static final String STATUS = "io.k8s.api.apps.v1.DeploymentStatus";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "deployments", "Deployment")
                .shortNames("deploy")
                .categories("all")
                .withStatus()
                .withScale()
                .columns(DeploymentKind::columns)
                .strategy(new DeploymentKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(Columns.name());
        columns.add(Columns.string("Ready", () -> "Number of the pod with ready state", Columns::readyOfReplicas));
        columns.add(Columns.count(
                "Up-to-date", doc(STATUS, "updatedReplicas"), o -> Json.number(o, 0, "status", "updatedReplicas")));
        columns.add(Columns.count(
                "Available", doc(STATUS, "availableReplicas"), o -> Json.number(o, 0, "status", "availableReplicas")));
        columns.add(Columns.age());
        columns.addAll(Columns.templateContainers());
        columns.add(Columns.selector(doc(SPEC, "selector")));
        return columns;
    }

    @Override
    public void defaults(ObjectNode deployment) {
        ObjectNode spec = Json.child(deployment, "spec");
        PodSpecDefaults.putIfAbsentNumber(spec, "replicas", 1);
        PodSpecDefaults.putIfAbsentNumber(spec, "revisionHistoryLimit", 10);
        PodSpecDefaults.putIfAbsentNumber(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Json.child(spec, "strategy");
        PodSpecDefaults.putIfAbsent(strategy, "type", "RollingUpdate");
        if ("RollingUpdate".equals(Json.text(strategy, "type"))) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            quarter(rolling, "maxUnavailable");
            quarter(rolling, "maxSurge");
        }
        PodSpecDefaults.fillTemplate(spec);
    }

    private static void quarter(ObjectNode rolling, String field) {
        JsonNode value = rolling.path(field);
        if (value.isMissingNode() || value.isNull()) {
            rolling.put(field, "25%");
        }
    }

    /** Labels are the spec's business. Upstream: deploymentStatusStrategy.PrepareForUpdate. */
    @Override
    public void prepareForStatusUpdate(ObjectNode deployment, ObjectNode old) {
        SpecAndStatus.super.prepareForStatusUpdate(deployment, old);
        ObjectNode meta = Json.child(deployment, "metadata");
        JsonNode labels = Json.at(old, "metadata", "labels");
        if (labels.isMissingNode()) {
            meta.remove("labels");
        } else {
            meta.set("labels", labels);
        }
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        WorkloadRules.deployment(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadRules.deployment(object, errors);
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
        WorkloadStatusRules.deployment(object, old, errors);
    }
}
