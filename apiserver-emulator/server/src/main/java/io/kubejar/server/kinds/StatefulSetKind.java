package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.kinds.podspec.PodWarnings;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;

/** A stateful set. Upstream: pkg/registry/apps/statefulset and SetDefaults_StatefulSet, pkg/apis/apps/v1/defaults.go, v1.36. */
public final class StatefulSetKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "statefulsets", "StatefulSet")
                .shortNames("sts")
                .names(NameRule.LABEL)
                .categories("all")
                .withStatus()
                .withScale()
                .columns(StatefulSetKind::columns)
                .strategy(new StatefulSetKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(Columns.name());
        columns.add(Columns.string("Ready", () -> "Number of the pod with ready state", Columns::readyOfReplicas));
        columns.add(Columns.age());
        columns.addAll(Columns.templateContainers());
        return columns;
    }

    @Override
    public void defaults(ObjectNode set) {
        ObjectNode spec = Json.child(set, "spec");
        PodSpecDefaults.putIfAbsent(spec, "podManagementPolicy", "OrderedReady");
        updateStrategy(Json.child(spec, "updateStrategy"));
        ObjectNode retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
        PodSpecDefaults.putIfAbsent(retention, "whenDeleted", "Retain");
        PodSpecDefaults.putIfAbsent(retention, "whenScaled", "Retain");
        PodSpecDefaults.putIfAbsentNumber(spec, "replicas", 1);
        PodSpecDefaults.putIfAbsentNumber(spec, "revisionHistoryLimit", 10);
        PodSpecDefaults.fillTemplate(spec);
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            ObjectNode one = (ObjectNode) claim;
            PodSpecDefaults.putIfAbsent(one, "kind", "PersistentVolumeClaim");
            PodSpecDefaults.putIfAbsent(one, "apiVersion", "v1");
            PodSpecDefaults.putIfAbsent(Json.child(one, "spec"), "volumeMode", "Filesystem");
            PodSpecDefaults.putIfAbsent(Json.child(one, "status"), "phase", "Pending");
        }
    }

    private static void updateStrategy(ObjectNode strategy) {
        if (Json.textOr(strategy, "", "type").isEmpty()) {
            strategy.put("type", "RollingUpdate");
            Json.child(strategy, "rollingUpdate");
        }
        if (strategy.get("rollingUpdate") instanceof ObjectNode rolling
                && "RollingUpdate".equals(Json.text(strategy, "type"))) {
            PodSpecDefaults.putIfAbsentNumber(rolling, "partition", 0);
        }
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        StatefulSetRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        StatefulSetRules.update(object, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> out = new ArrayList<>(PodWarnings.of(object.path("spec").path("template"), "spec.template"));
        StatefulSetRules.warnings(object.path("spec"), "", out);
        return out;
    }

    @Override
    public List<String> updateWarnings(ObjectNode object, ObjectNode old) {
        List<String> out = new ArrayList<>(WorkloadWarnings.updated(object, old));
        StatefulSetRules.warnings(object.path("spec"), ".Spec", out);
        return out;
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadStatusRules.statefulSet(object, old, errors);
    }
}
