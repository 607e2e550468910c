package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodPreparation;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.kinds.podspec.PodWarnings;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.registry.SubresourceDef;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A pod. Upstream: pkg/registry/core/pod, v1.36. */
public final class PodKind implements SpecAndStatus {
    private static final long GRACE_BY_DEFAULT = 30;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("", "v1", "pods", "Pod")
                .shortNames("po")
                .categories("all")
                .withStatus()
                .subresource(new SubresourceDef("binding", new Gvk("", "v1", "Binding"), Set.of("create")))
                .subresource(new SubresourceDef("eviction", new Gvk("policy", "v1", "Eviction"), Set.of("create")))
                .subresource(new SubresourceDef("log", new Gvk("", "v1", "Pod"), Set.of("get")))
                .subresource(new SubresourceDef(
                        "portforward", new Gvk("", "v1", "PodPortForwardOptions"), Set.of("create", "get")))
                .selectable("spec.nodeName", "spec", "nodeName")
                .selectable("spec.restartPolicy", "spec", "restartPolicy")
                .selectable("spec.schedulerName", "spec", "schedulerName")
                .selectable("spec.serviceAccountName", "spec", "serviceAccountName")
                .selectable("spec.hostNetwork", pod -> Boolean.toString(Json.isTrue(pod, "spec", "hostNetwork")))
                .selectable("status.phase", "status", "phase")
                .selectable("spec.host", "spec", "nodeName")
                .selectable("status.podIP", "status", "podIP")
                .selectable("status.podIPs", pod -> "")
                .selectable("status.nominatedNodeName", "status", "nominatedNodeName")
                .columns(PodColumns::all)
                .strategy(new PodKind())
                .returnsDeleted()
                .build();
    }

    /** Upstream: SetDefaults_Pod. */
    @Override
    public void defaults(ObjectNode pod) {
        ObjectNode spec = Json.child(pod, "spec");
        for (String list : new String[] {"containers", "initContainers"}) {
            spec.path(list).forEach(container -> requestsFromLimits((ObjectNode) container));
        }
        if (!spec.hasNonNull("enableServiceLinks")) {
            spec.put("enableServiceLinks", true);
        }
        if (Json.isTrue(spec, "hostNetwork")) {
            for (String list : new String[] {"containers", "initContainers"}) {
                spec.path(list).forEach(PodKind::hostPorts);
            }
        }
        PodSpecDefaults.fill(spec);
        if (Json.number(spec, 0, "terminationGracePeriodSeconds") < 0) { // Upstream: Convert_v1_Pod_To_core_Pod
            spec.put("terminationGracePeriodSeconds", 1);
        }
    }

    private static void requestsFromLimits(ObjectNode container) {
        if (!(container.path("resources").get("limits") instanceof ObjectNode limits) || limits.isEmpty()) {
            return;
        }
        ObjectNode requests = Json.child((ObjectNode) container.get("resources"), "requests");
        limits.properties().forEach(limit -> {
            if (!requests.has(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        });
    }

    private static void hostPorts(JsonNode container) {
        container.path("ports").forEach(port -> {
            if (Json.number(port, 0, "hostPort") == 0) {
                ((ObjectNode) port).set("hostPort", port.path("containerPort"));
            }
        });
    }

    @Override
    public void prepareForCreate(ObjectNode object) {
        Json.child(object, "metadata").put("generation", 1);
        ObjectNode status = object.putObject("status");
        status.put("phase", "Pending").put("qosClass", PodQos.of(object));
        PodPreparation.dropDisabled(Json.child(object, "spec"), MissingNode.getInstance());
        PodPreparation.labelKeys(object);
        PodPreparation.gated(object);
    }

    @Override
    public void prepareForUpdate(ObjectNode object, ObjectNode old) {
        PodPreparation.dropDisabled(Json.child(object, "spec"), old.path("spec"));
        SpecAndStatus.super.prepareForUpdate(object, old);
    }

    @Override
    public void validate(ObjectNode pod, FieldErrors errors) {
        PodRules.create(pod, errors);
    }

    @Override
    public void validateUpdate(ObjectNode pod, ObjectNode old, FieldErrors errors) {
        PodRules.update(pod, old, errors);
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode pod, ObjectNode old) {
        SpecAndStatus.super.prepareForStatusUpdate(pod, old);
        PodStatusRules.prepare(pod, old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode pod, ObjectNode old, FieldErrors errors) {
        PodStatusRules.update(pod, old, errors);
    }

    @Override
    public boolean isGraceful() {
        return true;
    }

    /** Upstream: podStrategy.CheckGracefulDelete. */
    @Override
    public long gracePeriod(ObjectNode pod, DeleteOptions options) {
        Long asked = options.gracePeriodSeconds();
        long period =
                asked != null ? asked : Json.number(pod, GRACE_BY_DEFAULT, "spec", "terminationGracePeriodSeconds");
        String phase = Json.textOr(pod, "", "status", "phase");
        boolean notRunning = Json.textOr(pod, "", "spec", "nodeName").isEmpty()
                || phase.equals("Succeeded")
                || phase.equals("Failed");
        if (notRunning) {
            return 0;
        }
        return period < 0 ? 1 : period;
    }

    @Override
    public List<String> warnings(ObjectNode pod) {
        List<String> out = new ArrayList<>(WorkloadWarnings.name(pod, "the Pod's hostname"));
        out.addAll(PodWarnings.of(pod, ""));
        return out;
    }

    @Override
    public List<String> updateWarnings(ObjectNode pod, ObjectNode old) {
        return List.of(); // pods are changed by programs
    }
}
