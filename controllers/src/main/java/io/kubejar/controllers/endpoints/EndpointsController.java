package io.kubejar.controllers.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.controllers.pod.Refusals;
import io.kubejar.controllers.service.Services;
import io.kubejar.controllers.service.Subsets;
import io.kubejar.controllers.service.TriggerTimes;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the Endpoints of each Service with a selector. Upstream: pkg/controller/endpoint/endpoints_controller.go
 * (syncService), v1.36.
 */
public final class EndpointsController implements Controller {
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    private final Lister services;
    private final Lister pods;
    private final Lister endpoints;
    private final TriggerTimes triggerTimes = new TriggerTimes();

    /** Reads Services, pods and Endpoints. */
    public EndpointsController(Listers listers) {
        services = listers.of(Resources.SERVICES);
        pods = listers.of(Resources.PODS);
        endpoints = listers.of(Resources.ENDPOINTS);
    }

    @Override
    public String name() {
        return "endpoint-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.SERVICES)
                .on(Resources.PODS, Services.podsWake(services))
                .on(
                        Resources.ENDPOINTS,
                        (before, after) -> before != null && after == null ? List.of(before.key()) : List.of());
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject service = services.get(key);
        ApiObject current = endpoints.get(key);
        if (service == null) {
            triggerTimes.forget(key);
            return current == null
                    ? Plan.NOTHING
                    : Plan.builder()
                            .delete(ResourceRef.to(Resources.ENDPOINTS, current), DeleteOptions.NONE)
                            .build();
        }
        if (!Services.isKept(service)) {
            return Plan.NOTHING;
        }
        List<ApiObject> selected = Services.pods(service, pods);
        String trigger = triggerTimes.next(service, selected);
        ArrayNode subsets = subsets(service, selected);
        if (current != null && isRight(current, service, subsets)) {
            return Plan.NOTHING;
        }
        ApiObject base =
                current == null ? ApiObject.of(new Gvk("", "v1", "Endpoints"), key.namespace(), key.name()) : current;
        ApiObject wanted = base.edit(root -> fill(root, service, subsets, trigger));
        return current == null ? create(service, wanted) : update(service, wanted);
    }

    private static ArrayNode subsets(ApiObject service, List<ApiObject> selected) {
        Subsets subsets = new Subsets();
        List<JsonNode> ports = Services.ports(service);
        for (ApiObject pod : selected) {
            ObjectNode address = Services.counts(pod, false) ? address(service, pod) : null;
            if (address == null) {
                continue;
            }
            boolean ready = Services.publishesNotReady(service) || Pods.isReady(pod);
            if (ports.isEmpty() && !Services.hasAddress(service)) {
                subsets.add(Optional.empty(), address, ready);
            }
            for (JsonNode port : ports) {
                int number = Services.portOn(pod, port);
                if (number > 0) {
                    subsets.add(Optional.of(port(port, number)), address, ready);
                }
            }
        }
        return subsets.toJson();
    }

    /** The pod's address of the Service's family, or null. Upstream: podToEndpointAddressForService. */
    private static @Nullable ObjectNode address(ApiObject service, ApiObject pod) {
        List<String> there = Services.addresses(pod);
        List<String> families = Services.families(service);
        String family = families.size() == 1 || service.spec().hasNonNull("ipFamilies")
                ? families.get(0)
                : Services.family(there.get(0));
        String ip = there.stream()
                .filter(each -> Services.family(each).equals(family))
                .findFirst()
                .orElse(null);
        if (ip == null) {
            return null;
        }
        ObjectNode address = Json.object().put("ip", ip);
        String hostname = Services.hostname(pod, service);
        if (!hostname.isEmpty()) {
            address.put("hostname", hostname);
        }
        if (!Pods.nodeName(pod).isEmpty()) {
            address.put("nodeName", Pods.nodeName(pod));
        }
        address.putObject("targetRef")
                .put("kind", "Pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
        return address;
    }

    private static ObjectNode port(JsonNode servicePort, int number) {
        ObjectNode port = Json.object();
        String name = Json.textOr(servicePort, "", "name");
        if (!name.isEmpty()) {
            port.put("name", name);
        }
        port.put("port", number).put("protocol", Services.protocol(servicePort));
        String application = Json.text(servicePort, "appProtocol");
        if (application != null) {
            port.put("appProtocol", application);
        }
        return port;
    }

    private static boolean isRight(ApiObject current, ApiObject service, ArrayNode subsets) {
        boolean tooMany = Capacity.count(current.tree().path("subsets")) > Capacity.MAX;
        return Subsets.repack(current.tree().path("subsets")).equals(Subsets.repack(subsets))
                && labels(service).equals(new TreeMap<>(current.labels()))
                && !tooMany
                && current.annotation(OVER_CAPACITY) == null;
    }

    private static Map<String, String> labels(ApiObject service) {
        Map<String, String> labels = new TreeMap<>(service.labels());
        if (Services.hasAddress(service)) {
            labels.remove(Services.HEADLESS);
        } else {
            labels.put(Services.HEADLESS, "");
        }
        labels.put(MANAGED_BY, "endpoint-controller");
        return labels;
    }

    private static void fill(ObjectNode root, ApiObject service, ArrayNode subsets, @Nullable String trigger) {
        ObjectNode meta = Json.child(root, "metadata");
        meta.set("labels", Json.of(labels(service)));
        ObjectNode annotations = Json.child(meta, "annotations");
        if (trigger == null) {
            annotations.remove(Services.TRIGGER_TIME);
        } else {
            annotations.put(Services.TRIGGER_TIME, trigger);
        }
        if (Capacity.count(subsets) > Capacity.MAX) {
            annotations.put(OVER_CAPACITY, "truncated");
        } else {
            annotations.remove(OVER_CAPACITY);
        }
        if (annotations.isEmpty()) {
            meta.remove("annotations");
        }
        ArrayNode kept = Capacity.truncate(subsets);
        if (kept.isEmpty()) {
            root.remove("subsets");
        } else {
            root.set("subsets", kept);
        }
    }

    private static Plan create(ApiObject service, ApiObject wanted) {
        return Plan.of(new Plan.Do(
                new Write.Create(ResourceRef.of(Resources.ENDPOINTS, wanted.namespace()), wanted),
                null,
                refusal -> Refusals.isNamespaceTerminating(refusal)
                        ? Plan.NOTHING
                        : failed(
                                wanted,
                                "FailedToCreateEndpoint",
                                "Failed to create endpoint for service " + service.key(),
                                refusal)));
    }

    private static Plan update(ApiObject service, ApiObject wanted) {
        return Plan.of(new Plan.Do(
                new Write.Update(ResourceRef.to(Resources.ENDPOINTS, wanted), wanted),
                null,
                refusal -> failed(
                        wanted, "FailedToUpdateEndpoint", "Failed to update endpoint " + service.key(), refusal)));
    }

    private static Plan failed(ApiObject wanted, String reason, String what, StatusException refusal) {
        return Plan.builder()
                .event(EventNote.warning(wanted, reason, what + ": " + refusal.getMessage()))
                .step(new Plan.Fail(refusal))
                .build();
    }
}
