package io.kubejar.controllers.endpointslice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.controllers.service.Services;
import io.kubejar.controllers.service.Slice;
import io.kubejar.controllers.service.SlicePorts;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which slices a Service shall have. Upstream: Reconcile and reconcileByAddressType,
 * staging/src/k8s.io/endpointslice/reconciler.go, v1.36.
 */
final class SliceStep {
    static final String MANAGED_BY = "endpointslice-controller.k8s.io";

    private record Group(ArrayNode ports, List<ObjectNode> endpoints) {}

    private final ApiObject service;
    private final List<ApiObject> pods;
    private final Lister nodes;
    private final Map<String, String> labels;
    private final Hints hints;
    private final SliceChanges changes = new SliceChanges();

    /** Why pods were left out. */
    final List<String> skipped = new ArrayList<>();

    SliceStep(ApiObject service, List<ApiObject> pods, Lister nodes) {
        this.service = service;
        this.pods = pods;
        this.nodes = nodes;
        this.labels = PortGroup.labels(service, MANAGED_BY);
        this.hints = Hints.of(service);
    }

    /** What becomes of the stored slices, and which come. */
    SliceChanges decide(List<Slice> stored) {
        List<String> families = Services.families(service);
        for (String family : families) {
            changes.add(decide(
                    family,
                    stored.stream()
                            .filter(slice -> slice.addressType().equals(family))
                            .toList()));
        }
        stored.stream().filter(slice -> !families.contains(slice.addressType())).forEach(changes.delete::add);
        return changes;
    }

    private SliceChanges decide(String family, List<Slice> stored) {
        SliceChanges out = new SliceChanges();
        Map<Set<String>, Group> groups = groups(family);
        Map<Set<String>, List<Slice>> byPorts = new LinkedHashMap<>();
        for (Slice slice : stored) {
            if (isOurs(slice)) {
                Set<String> key = SlicePorts.key(slice.object().tree().path("ports"));
                byPorts.computeIfAbsent(key, k -> new ArrayList<>()).add(slice);
            } else {
                out.delete.add(slice);
            }
        }
        groups.forEach((key, group) -> out.add(
                new PortGroup(group.endpoints(), labels, () -> Slice.made(service, labels, family, group.ports()))
                        .fit(byPorts.getOrDefault(key, List.of()))));
        byPorts.forEach((key, slices) -> {
            if (!groups.containsKey(key)) {
                out.delete.addAll(slices);
            }
        });
        keepOne(family, stored, out);
        setHints(stored, out);
        out.recycle((next, gone) -> next.addressType().equals(gone.addressType()) && isOurs(gone));
        return out;
    }

    /** There is always a slice, if only an empty one, so that readers see that the Service has nothing behind it. */
    private void keepOne(String family, List<Slice> stored, SliceChanges out) {
        if (!out.create.isEmpty() || stored.size() != out.delete.size()) {
            return;
        }
        Slice empty = Slice.made(service, labels, family, Json.array());
        if (out.delete.size() == 1 && isEmptyLike(out.delete.get(0), empty)) {
            out.delete.clear();
        } else {
            out.create.add(empty);
        }
    }

    private boolean isEmptyLike(Slice slice, Slice empty) {
        return slice.endpoints().isEmpty()
                && slice.object().tree().path("ports").isEmpty()
                && slice.object().labels().equals(empty.object().labels())
                && isOurs(slice);
    }

    private void setHints(List<Slice> stored, SliceChanges out) {
        stored.stream()
                .filter(slice -> out.leave(slice) && hints.areWrong(slice))
                .forEach(out.update::add);
        out.create.replaceAll(hints::set);
        out.update.replaceAll(hints::set);
    }

    private boolean isOurs(Slice slice) {
        return slice.object().ownerReferences().stream()
                .anyMatch(owner -> owner.uid().equals(service.uid())
                        && owner.kind().equals("Service")
                        && owner.apiVersion().equals("v1"));
    }

    private Map<Set<String>, Group> groups(String family) {
        Map<Set<String>, Group> groups = new LinkedHashMap<>();
        for (ApiObject pod : pods) {
            if (!Services.counts(pod, true)) {
                continue;
            }
            ArrayNode ports = SlicePorts.of(service, pod);
            Group group = groups.computeIfAbsent(SlicePorts.key(ports), k -> new Group(ports, new ArrayList<>()));
            ApiObject node = nodes.get(new ObjectKey("", Pods.nodeName(pod)));
            if (node == null && !Services.publishesNotReady(service)) {
                skipped.add("skipping Pod " + pod.name() + " for Service " + service.key() + ": Node "
                        + Pods.nodeName(pod) + " Not Found");
                continue;
            }
            String zone = node == null ? null : node.label("topology.kubernetes.io/zone");
            ObjectNode endpoint = endpoint(pod, zone == null ? "" : zone, family);
            if (!endpoint.path("addresses").isEmpty()) {
                group.endpoints().add(endpoint);
            }
        }
        return groups;
    }

    /** Upstream: podToEndpoint. */
    private ObjectNode endpoint(ApiObject pod, String zone, String family) {
        boolean serving = Pods.isReady(pod);
        boolean terminating = pod.isTerminating();
        ObjectNode endpoint = Json.object();
        ArrayNode addresses = endpoint.putArray("addresses");
        Services.addresses(pod).stream()
                .filter(ip -> Services.family(ip).equals(family))
                .forEach(addresses::add);
        endpoint.putObject("conditions")
                .put("ready", Services.publishesNotReady(service) || (serving && !terminating))
                .put("serving", serving)
                .put("terminating", terminating);
        String hostname = Services.hostname(pod, service);
        if (!hostname.isEmpty()) {
            endpoint.put("hostname", hostname);
        }
        endpoint.putObject("targetRef")
                .put("kind", "Pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
        if (!Pods.nodeName(pod).isEmpty()) {
            endpoint.put("nodeName", Pods.nodeName(pod));
        }
        if (!zone.isEmpty()) {
            endpoint.put("zone", zone);
        }
        return endpoint;
    }
}
