package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.network.IngressRules;
import io.kubejar.server.kinds.network.IngressStatusRules;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An ingress. Upstream: pkg/registry/networking/ingress and printIngress, pkg/printers/internalversion, v1.36. */
public final class IngressKind implements SpecAndStatus {
    private static final int HOSTS_SHOWN = 3;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("networking.k8s.io", "v1", "ingresses", "Ingress")
                .shortNames("ing")
                .storagePath("/registry/ingress/")
                .withStatus()
                .columns(IngressKind::columns)
                .strategy(new IngressKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        return List.of(
                Columns.name(),
                Columns.string(
                        "Class",
                        () -> "The name of the IngressClass resource that should be used for additional configuration",
                        o -> Json.textOr(o, "<none>", "spec", "ingressClassName")),
                Columns.string(
                        "Hosts",
                        () -> "Hosts that incoming requests are matched against before the ingress rule",
                        IngressKind::hosts),
                Columns.string(
                        "Address",
                        () -> "Address is a list containing ingress points for the load-balancer",
                        IngressKind::addresses),
                Columns.string(
                        "Ports",
                        () -> "Ports of TLS configurations that open",
                        o -> o.path("spec").path("tls").isEmpty() ? "80" : "80, 443"),
                Columns.age());
    }

    /** The first hosts and how many rules there are beyond; upstream counts rules without a host too. */
    private static String hosts(ObjectNode ingress) {
        JsonNode rules = ingress.path("spec").path("rules");
        List<String> out = new ArrayList<>();
        for (JsonNode rule : rules) {
            if (out.size() == HOSTS_SHOWN) {
                return String.join(",", out) + " + " + (rules.size() - HOSTS_SHOWN) + " more...";
            }
            String host = Json.textOr(rule, "", "host");
            if (!host.isEmpty()) {
                out.add(host);
            }
        }
        return out.isEmpty() ? "*" : String.join(",", out);
    }

    private static String addresses(ObjectNode ingress) {
        TreeSet<String> out = new TreeSet<>();
        for (JsonNode point : Json.at(ingress, "status", "loadBalancer", "ingress")) {
            String ip = Json.textOr(point, "", "ip");
            out.add(ip.isEmpty() ? Json.textOr(point, "", "hostname") : ip);
        }
        out.remove("");
        return String.join(",", out);
    }

    @Override
    public void validate(ObjectNode ingress, FieldErrors errors) {
        IngressRules.create(ingress, errors);
    }

    @Override
    public void validateUpdate(ObjectNode ingress, ObjectNode old, FieldErrors errors) {
        IngressRules.update(ingress, old, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode ingress, ObjectNode old, FieldErrors errors) {
        IngressStatusRules.validate(ingress, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode ingress) {
        boolean old = ingress.path("metadata").path("annotations").has(IngressRules.CLASS_ANNOTATION);
        return old && !ingress.path("spec").hasNonNull("ingressClassName")
                ? List.of("annotation \"" + IngressRules.CLASS_ANNOTATION
                        + "\" is deprecated, please use 'spec.ingressClassName' instead")
                : List.of();
    }

    @Override
    public List<String> updateWarnings(ObjectNode ingress, ObjectNode old) {
        return List.of();
    }

    @Override
    public List<String> statusWarnings(ObjectNode ingress) {
        return IngressStatusRules.warnings(ingress);
    }
}
