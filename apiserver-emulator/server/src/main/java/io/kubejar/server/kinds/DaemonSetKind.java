package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.kinds.podspec.PodWarnings;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A daemon set. Upstream: pkg/registry/apps/daemonset and SetDefaults_DaemonSet, pkg/apis/apps/v1/defaults.go, v1.36. */
public final class DaemonSetKind implements SpecAndStatus {
    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
    private static final String STATUS = "io.k8s.api.apps.v1.DaemonSetStatus";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("apps", "v1", "daemonsets", "DaemonSet")
                .shortNames("ds")
                .categories("all")
                .withStatus()
                .columns(DaemonSetKind::columns)
                .strategy(new DaemonSetKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(Columns.name());
        columns.add(number("Desired", "desiredNumberScheduled"));
        columns.add(number("Current", "currentNumberScheduled"));
        columns.add(number("Ready", "numberReady"));
        columns.add(number("Up-to-date", "updatedNumberScheduled"));
        columns.add(number("Available", "numberAvailable"));
        columns.add(Columns.string(
                "Node Selector", doc("io.k8s.api.core.v1.PodSpec", "nodeSelector"), DaemonSetKind::nodeSelector));
        columns.add(Columns.age());
        columns.addAll(Columns.templateContainers());
        columns.add(Columns.selector(doc("io.k8s.api.apps.v1.DaemonSetSpec", "selector")));
        return columns;
    }

    private static PrinterColumn number(String name, String field) {
        return Columns.integer(name, doc(STATUS, field), o -> Json.number(o, 0, "status", field));
    }

    private static String nodeSelector(ObjectNode set) {
        var labels = Json.map(Json.at(set, "spec", "template", "spec", "nodeSelector"));
        String text = labels.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        return text.isEmpty() ? "<none>" : text;
    }

    @Override
    public void defaults(ObjectNode set) {
        ObjectNode spec = Json.child(set, "spec");
        ObjectNode strategy = Json.child(spec, "updateStrategy");
        PodSpecDefaults.putIfAbsent(strategy, "type", "RollingUpdate");
        if ("RollingUpdate".equals(Json.text(strategy, "type"))) {
            ObjectNode rolling = Json.child(strategy, "rollingUpdate");
            PodSpecDefaults.putIfAbsentNumber(rolling, "maxUnavailable", 1);
            PodSpecDefaults.putIfAbsentNumber(rolling, "maxSurge", 0);
        }
        PodSpecDefaults.putIfAbsentNumber(spec, "revisionHistoryLimit", 10);
        PodSpecDefaults.fillTemplate(spec);
    }

    /** Upstream: daemonSetStrategy.PrepareForCreate; the template's generation lives on in an annotation. */
    @Override
    public void prepareForCreate(ObjectNode set) {
        SpecAndStatus.super.prepareForCreate(set);
        ObjectNode annotations = Json.child(Json.child(set, "metadata"), "annotations");
        annotations.put(TEMPLATE_GENERATION, "1");
    }

    @Override
    public void prepareForUpdate(ObjectNode set, ObjectNode old) {
        SpecAndStatus.super.prepareForUpdate(set, old);
        String before = Json.textOr(old, "0", "metadata", "annotations", TEMPLATE_GENERATION);
        JsonNode template = Json.at(set, "spec", "template");
        boolean same = template.equals(Json.at(old, "spec", "template"));
        long generation = Long.parseLong(before) + (same ? 0 : 1);
        Json.child(Json.child(set, "metadata"), "annotations").put(TEMPLATE_GENERATION, Long.toString(generation));
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        WorkloadRules.daemonSet(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadRules.keepsSelector(object, old, errors);
        WorkloadRules.daemonSet(object, errors);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        return PodWarnings.of(object.path("spec").path("template"), "spec.template");
    }

    @Override
    public List<String> updateWarnings(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.updated(object, old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        WorkloadStatusRules.daemonSet(object, old, errors);
    }
}
