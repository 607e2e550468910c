package io.kubejar.controllers.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * An EndpointSlice with the endpoints that it shall have.
 *
 * @param object everything else about it; without a name when it is to be created
 */
public record Slice(ApiObject object, List<JsonNode> endpoints) {
    /** The label with the name of the Service. */
    public static final String SERVICE_NAME = "kubernetes.io/service-name";
    /** The label with the name of the controller that keeps a slice. */
    public static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    /** A slice as it is stored. */
    public static Slice of(ApiObject object) {
        List<JsonNode> endpoints = new ArrayList<>();
        object.tree().path("endpoints").forEach(endpoints::add);
        return new Slice(object, endpoints);
    }

    /** A new slice of an owner, named by the server with the owner's name as prefix. Upstream: newEndpointSlice. */
    public static Slice made(ApiObject owner, Map<String, String> labels, String addressType, JsonNode ports) {
        ApiObject object = ApiObject.of(new Gvk("discovery.k8s.io", "v1", "EndpointSlice"), owner.namespace(), "")
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.remove("name");
                    meta.put("generateName", owner.name() + "-");
                    meta.set("labels", Json.of(labels));
                    meta.putArray("ownerReferences")
                            .add(OwnerReference.controllerOf(owner).toJson());
                    root.put("addressType", addressType);
                    root.set("ports", ports.isEmpty() ? null : ports.deepCopy());
                });
        return new Slice(object, List.of());
    }

    /** The same slice with other endpoints. */
    public Slice with(Collection<? extends JsonNode> others) {
        return new Slice(object, List.copyOf(others));
    }

    /** The same slice with more endpoints. */
    public Slice plus(Collection<? extends JsonNode> more) {
        List<JsonNode> all = new ArrayList<>(endpoints);
        all.addAll(more);
        return with(all);
    }

    /** The same slice with other labels. */
    public Slice labelled(Map<String, String> labels) {
        return new Slice(object.edit(root -> Json.child(root, "metadata").set("labels", Json.of(labels))), endpoints);
    }

    /** This slice under the name and revision of a stored one, whose place it takes. */
    public Slice inPlaceOf(Slice stored) {
        ApiObject named = object.edit(root -> Json.child(root, "metadata")
                .put("name", stored.object().name())
                .put("resourceVersion", stored.object().resourceVersion()));
        return new Slice(named, endpoints);
    }

    /** Whether it is not stored yet. */
    public boolean isNew() {
        return object.name().isEmpty();
    }

    /** {@code IPv4} or {@code IPv6}. */
    public String addressType() {
        return Json.textOr(object.tree(), "", "addressType");
    }

    /** The object as it is to be written; no endpoints and no ports are null. */
    public ApiObject toObject() {
        return object.edit(root -> {
            ArrayNode all = Json.array();
            endpoints.forEach(endpoint -> all.add(endpoint.deepCopy()));
            root.set("endpoints", all.isEmpty() ? null : all);
        });
    }

    /** What makes an endpoint this one: addresses, host name and target. Upstream: hashEndpoint. */
    public static String identity(JsonNode endpoint) {
        List<String> addresses = new ArrayList<>(Json.strings(endpoint.path("addresses")));
        addresses.sort(null);
        return addresses + "\n" + Json.textOr(endpoint, "", "hostname") + "\n"
                + Json.textOr(endpoint, "", "targetRef", "namespace") + "\n"
                + Json.textOr(endpoint, "", "targetRef", "name");
    }

    /** Whether two endpoints of one identity tell the same. Upstream: EndpointsEqualBeyondHash. */
    public static boolean tellTheSame(JsonNode one, JsonNode other) {
        for (String field : new String[] {"nodeName", "zone", "conditions"}) {
            if (!one.path(field).equals(other.path(field))) {
                return false;
            }
        }
        return withoutVersion(one.path("targetRef")).equals(withoutVersion(other.path("targetRef")));
    }

    private static JsonNode withoutVersion(JsonNode targetRef) {
        JsonNode copy = targetRef.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.remove("resourceVersion");
        }
        return copy;
    }
}
