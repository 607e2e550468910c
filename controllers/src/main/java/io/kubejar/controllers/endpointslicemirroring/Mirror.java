package io.kubejar.controllers.endpointslicemirroring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.service.Services;
import io.kubejar.controllers.service.Slice;
import io.kubejar.controllers.service.SlicePorts;
import io.kubejar.controllers.service.Subsets;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The slices that mirror Endpoints: one for each family and set of ports. Upstream:
 * pkg/controller/endpointslicemirroring/reconciler.go, v1.36.
 */
final class Mirror {
    static final String MANAGED_BY = "endpointslicemirroring-controller.k8s.io";

    private static final int MAX = 1000;
    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Set<String> NOT_COPIED =
            Set.of(Services.TRIGGER_TIME, "kubectl.kubernetes.io/last-applied-configuration");

    private record Key(String family, Set<String> ports) {}

    private record Group(String family, ArrayNode ports, Map<String, JsonNode> endpoints) {}

    private final ApiObject original;
    private final Map<Key, Group> groups = new LinkedHashMap<>();

    /** Slices that come. */
    final List<Slice> create = new ArrayList<>();
    /** Slices that change. */
    final List<Slice> update = new ArrayList<>();
    /** Slices that go. */
    final List<Slice> delete = new ArrayList<>();
    /** Warnings, by reason. */
    final Map<String, String> notes = new LinkedHashMap<>();

    Mirror(ApiObject original) {
        this.original = original;
        int invalid = 0;
        int left = 0;
        for (JsonNode subset : Subsets.repack(original.tree().path("subsets"))) {
            int added = 0;
            for (String field : new String[] {"addresses", "notReadyAddresses"}) {
                for (JsonNode address : subset.path(field)) {
                    if (added < MAX && add(subset, address, field.equals("addresses"))) {
                        added++;
                    } else {
                        left++;
                        invalid += isAddress(address) ? 0 : 1;
                    }
                }
            }
        }
        if (invalid > 0) {
            notes.put(
                    "InvalidIPAddress",
                    "Skipped " + invalid + " invalid IP addresses when mirroring to EndpointSlices");
        }
        if (left > invalid) {
            notes.put(
                    "TooManyAddressesToMirror",
                    "A max of " + MAX + " addresses can be mirrored to EndpointSlices per Endpoints subset. " + left
                            + " addresses were skipped");
        }
    }

    private static boolean isAddress(JsonNode address) {
        String ip = Json.textOr(address, "", "ip");
        return IPV4.matcher(ip).matches() || IPV6.matcher(ip).matches();
    }

    private boolean add(JsonNode subset, JsonNode address, boolean ready) {
        if (!isAddress(address)) {
            return false;
        }
        String family = Services.family(Json.textOr(address, "", "ip"));
        ArrayNode ports = Json.array();
        for (JsonNode port : subset.path("ports")) {
            ports.add(SlicePorts.port(port, port.path("port").intValue()));
        }
        ObjectNode endpoint = Json.object();
        endpoint.putArray("addresses").add(address.path("ip"));
        endpoint.putObject("conditions").put("ready", ready);
        for (String field : new String[] {"hostname", "targetRef", "nodeName"}) {
            if (address.hasNonNull(field)) {
                endpoint.set(field, address.path(field).deepCopy());
            }
        }
        groups.computeIfAbsent(
                        new Key(family, SlicePorts.key(ports)), k -> new Group(family, ports, new LinkedHashMap<>()))
                .endpoints()
                .put(Slice.identity(endpoint), endpoint);
        return true;
    }

    /** Fills the lists. */
    Mirror fit(List<Slice> stored) {
        Map<Key, List<Slice>> byKey = new LinkedHashMap<>();
        for (Slice slice : stored) {
            Key key = new Key(
                    slice.addressType(), SlicePorts.key(slice.object().tree().path("ports")));
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(slice);
        }
        groups.forEach((key, group) -> fit(group, byKey.getOrDefault(key, List.of())));
        byKey.forEach((key, slices) -> {
            if (!groups.containsKey(key)) {
                delete.addAll(slices);
            }
        });
        recycle();
        return this;
    }

    private void fit(Group group, List<Slice> stored) {
        stored.stream().skip(1).forEach(delete::add);
        Slice wanted = made(group);
        if (stored.isEmpty()) {
            create.add(wanted);
        } else if (!isRight(stored.get(0), wanted)) {
            update.add(wanted.inPlaceOf(stored.get(0)));
        }
    }

    private Slice made(Group group) {
        Map<String, String> labels = new TreeMap<>(original.labels());
        labels.put(Slice.SERVICE_NAME, original.name());
        labels.put(Slice.MANAGED_BY, MANAGED_BY);
        Slice slice = Slice.made(original, labels, group.family(), group.ports());
        Map<String, String> annotations = copied();
        ApiObject object = annotations.isEmpty()
                ? slice.object()
                : slice.object().edit(root -> Json.child(root, "metadata").set("annotations", Json.of(annotations)));
        return new Slice(object, group.endpoints().values().stream().limit(MAX).toList());
    }

    private Map<String, String> copied() {
        Map<String, String> annotations = new TreeMap<>(original.annotations());
        annotations.keySet().removeAll(NOT_COPIED);
        return annotations;
    }

    private boolean isRight(Slice stored, Slice wanted) {
        Map<String, JsonNode> there = new LinkedHashMap<>();
        stored.endpoints().forEach(endpoint -> there.put(Slice.identity(endpoint), endpoint));
        boolean same = there.size() == wanted.endpoints().size()
                && wanted.endpoints().stream().allMatch(endpoint -> {
                    JsonNode known = there.get(Slice.identity(endpoint));
                    return known != null && Slice.tellTheSame(known, endpoint);
                });
        return same
                && stored.object().labels().equals(wanted.object().labels())
                && copied().equals(new TreeMap<>(stored.object().annotations()))
                && stored.object().ownerReferences().equals(wanted.object().ownerReferences());
    }

    /** Slices that come take the places of those of their family that go. Upstream: recycleSlices. */
    private void recycle() {
        for (Slice next : List.copyOf(create)) {
            delete.stream()
                    .filter(gone -> gone.addressType().equals(next.addressType()))
                    .findFirst()
                    .ifPresent(gone -> {
                        create.remove(next);
                        delete.remove(gone);
                        update.add(next.inPlaceOf(gone));
                    });
        }
    }
}
