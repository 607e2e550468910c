package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.service.ServiceDefaults;
import io.kubejar.server.kinds.service.ServiceRules;
import io.kubejar.server.kinds.service.ServiceStatusRules;
import io.kubejar.server.kinds.service.ServiceTypeChange;
import io.kubejar.server.kinds.service.ServiceWarnings;
import io.kubejar.server.registry.FieldSelector;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.StatusUpdates;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A service. Its addresses and node ports are given out at admission. Upstream: pkg/registry/core/service, v1.36.
 */
public final class ServiceKind implements Strategy, FieldSelector.SelectorWords {
    private static final String SPEC = "io.k8s.api.core.v1.ServiceSpec";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "services", "Service")
                .shortNames("svc")
                .categories("all")
                .names(NameRule.LABEL)
                .storagePath("/registry/services/specs/")
                .withStatus()
                .selectable("spec.clusterIP", "spec", "clusterIP")
                .selectable("spec.type", "spec", "type")
                .returnsDeleted()
                .columns(ServiceKind::columns)
                .strategy(new ServiceKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        return List.of(
                Columns.name(),
                Columns.string("Type", doc(SPEC, "type"), o -> Json.textOr(o, "", "spec", "type")),
                Columns.string("Cluster-IP", doc(SPEC, "clusterIP"), ServiceKind::clusterIp),
                Columns.string("External-IP", doc(SPEC, "externalIPs"), ServiceKind::externalIp),
                Columns.string("Port(s)", doc(SPEC, "ports"), ServiceKind::ports),
                Columns.age(),
                Columns.wide("Selector", doc(SPEC, "selector"), ServiceKind::selector));
    }

    private static String clusterIp(ObjectNode service) {
        String ip = service.path("spec").path("clusterIPs").path(0).asText("");
        String first = ip.isEmpty() ? Json.textOr(service, "", "spec", "clusterIP") : ip;
        return first.isEmpty() ? "<none>" : first;
    }

    private static String externalIp(ObjectNode service) {
        List<String> ips = new ArrayList<>(Json.strings(service.path("spec").path("externalIPs")));
        String type = Json.textOr(service, "", "spec", "type");
        if (type.equals("ExternalName")) {
            return Json.textOr(service, "", "spec", "externalName");
        }
        for (JsonNode ingress : service.path("status").path("loadBalancer").path("ingress")) {
            ips.add(Json.textOr(ingress, Json.textOr(ingress, "", "hostname"), "ip"));
        }
        if (ips.isEmpty()) {
            return type.equals("LoadBalancer") ? "<pending>" : "<none>";
        }
        return String.join(",", ips);
    }

    private static String ports(ObjectNode service) {
        List<String> out = new ArrayList<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            long node = Json.number(port, 0, "nodePort");
            String number = Json.number(port, 0, "port") + (node > 0 ? ":" + node : "");
            out.add(number + "/" + Json.textOr(port, "", "protocol"));
        }
        return out.isEmpty() ? "<none>" : String.join(",", out);
    }

    private static String selector(ObjectNode service) {
        String text = Json.map(service.path("spec").path("selector")).entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .sorted()
                .collect(Collectors.joining(","));
        return text.isEmpty() ? "<none>" : text;
    }

    @Override
    public String unknownField(String field) {
        return "field label not supported: " + field;
    }

    @Override
    public void defaults(ObjectNode service) {
        ServiceDefaults.fill(service);
    }

    @Override
    public void prepareForCreate(ObjectNode service) {
        service.remove("status");
    }

    @Override
    public void prepareForUpdate(ObjectNode service, ObjectNode old) {
        StatusUpdates.keepStatus(service, old);
        ServiceTypeChange.apply(service, old);
    }

    @Override
    public void validate(ObjectNode service, FieldErrors errors) {
        ServiceRules.create(service, errors);
    }

    @Override
    public void validateUpdate(ObjectNode service, ObjectNode old, FieldErrors errors) {
        ServiceRules.update(service, old, errors);
    }

    @Override
    public void validateStatusUpdate(ObjectNode service, ObjectNode old, FieldErrors errors) {
        ServiceStatusRules.validate(service, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode service) {
        return ServiceWarnings.of(service);
    }

    @Override
    public boolean allowCreateOnUpdate() {
        return true;
    }
}
