package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.network.IngressClassRules;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * A class of ingresses, which has no status. Upstream: pkg/registry/networking/ingressclass, SetDefaults_IngressClass,
 * pkg/apis/networking/v1/defaults.go, and printIngressClass, pkg/printers/internalversion, v1.36.
 */
public final class IngressClassKind implements SpecAndStatus {
    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("networking.k8s.io", "v1", "ingressclasses", "IngressClass")
                .clusterScoped()
                .columns(IngressClassKind::columns)
                .strategy(new IngressClassKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        return List.of(
                Columns.name(IngressClassKind::name),
                Columns.string(
                        "Controller",
                        () -> "Controller that is responsible for handling this class",
                        o -> Json.textOr(o, "", "spec", "controller")),
                Columns.string(
                        "Parameters",
                        () -> "A reference to a resource with additional parameters",
                        IngressClassKind::parameters),
                Columns.age());
    }

    private static String name(ObjectNode ingressClass) {
        String chosen = Json.textOr(ingressClass, "", "metadata", "annotations", IngressClassRules.IS_DEFAULT);
        return Json.textOr(ingressClass, "", "metadata", "name") + (chosen.equals("true") ? " (default)" : "");
    }

    private static String parameters(ObjectNode ingressClass) {
        JsonNode parameters = ingressClass.path("spec").path("parameters");
        if (!parameters.isObject()) {
            return "<none>";
        }
        String group = parameters.hasNonNull("apiGroup")
                ? "." + parameters.get("apiGroup").asText()
                : "";
        return Json.textOr(parameters, "", "kind") + group + "/" + Json.textOr(parameters, "", "name");
    }

    @Override
    public void defaults(ObjectNode ingressClass) {
        if (ingressClass.path("spec").get("parameters") instanceof ObjectNode parameters
                && !parameters.hasNonNull("scope")) {
            parameters.put("scope", "Cluster");
        }
    }

    @Override
    public void validate(ObjectNode ingressClass, FieldErrors errors) {
        IngressClassRules.create(ingressClass, errors);
    }

    @Override
    public void validateUpdate(ObjectNode ingressClass, ObjectNode old, FieldErrors errors) {
        IngressClassRules.update(ingressClass, old, errors);
    }
}
