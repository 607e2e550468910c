package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.FieldSelector;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.StatusUpdates;
import io.kubejar.server.registry.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A service. Its addresses and node ports are given out at admission. Upstream: pkg/registry/core/service and
 * SetDefaults_Service, pkg/apis/core/v1/defaults.go, v1.36.
 */
public final class ServiceKind implements Strategy, FieldSelector.SelectorWords {
    private static final String SPEC = "io.k8s.api.core.v1.ServiceSpec";
    private static final int AFFINITY_SECONDS = 10_800;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "services", "Service")
                .shortNames("svc")
                .categories("all")
                .names(NameRule.LABEL_1035)
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
        ObjectNode spec = Json.child(service, "spec");
        PodSpecDefaults.putIfAbsent(spec, "sessionAffinity", "None");
        if ("ClientIP".equals(Json.text(spec, "sessionAffinity"))) {
            ObjectNode client = Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP");
            PodSpecDefaults.putIfAbsentNumber(client, "timeoutSeconds", AFFINITY_SECONDS);
        } else {
            spec.remove("sessionAffinityConfig");
        }
        PodSpecDefaults.putIfAbsent(spec, "type", "ClusterIP");
        spec.path("ports").forEach(port -> port((ObjectNode) port));
        String type = Json.textOr(spec, "", "type");
        boolean external = type.equals("NodePort") || type.equals("LoadBalancer");
        if (external || !spec.path("externalIPs").isEmpty()) {
            PodSpecDefaults.putIfAbsent(spec, "externalTrafficPolicy", "Cluster");
        }
        if (external || type.equals("ClusterIP")) {
            PodSpecDefaults.putIfAbsent(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer") && !spec.hasNonNull("allocateLoadBalancerNodePorts")) {
            spec.put("allocateLoadBalancerNodePorts", true);
        }
    }

    private static void port(ObjectNode port) {
        PodSpecDefaults.putIfAbsent(port, "protocol", "TCP");
        JsonNode target = port.path("targetPort");
        boolean none = target.isMissingNode()
                || target.isNull()
                || (target.isNumber() && target.intValue() == 0)
                || (target.isTextual() && target.textValue().isEmpty());
        if (none && port.has("port")) {
            port.set("targetPort", port.get("port"));
        }
    }

    @Override
    public void prepareForCreate(ObjectNode service) {
        service.remove("status");
    }

    @Override
    public void prepareForUpdate(ObjectNode service, ObjectNode old) {
        StatusUpdates.keepStatus(service, old);
    }
}
