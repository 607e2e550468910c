package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authn.UserInfo;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kubelet changes its own node, its own lease and its own pods, and nothing else. Upstream:
 * plugin/pkg/admission/noderestriction/admission.go, v1.36.
 */
public final class NodeRestriction implements AdmissionPlugin {
    private static final String USER_PREFIX = "system:node:";
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final Function<String, @Nullable ApiObject> nodes;

    /** Looks nodes up by name. */
    public NodeRestriction(Function<String, @Nullable ApiObject> nodes) {
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return "NodeRestriction";
    }

    @Override
    public void mutate(AdmissionRequest request) {
        UserInfo user = request.call().user();
        if (!user.name().startsWith(USER_PREFIX) || !user.groups().contains("system:nodes")) {
            return;
        }
        String node = user.name().substring(USER_PREFIX.length());
        switch (request.def().resource().groupResource()) {
            case "pods" -> pod(node, request);
            case "nodes" -> node(node, request);
            case "leases.coordination.k8s.io" -> lease(node, request);
            case "persistentvolumeclaims" -> {
                if (!request.call().ref().subresource().equals("status")) {
                    throw request.forbidden("may only update PVC status");
                }
            }
            default -> {}
        }
    }

    private void pod(String node, AdmissionRequest request) {
        String subresource = request.call().ref().subresource();
        switch (subresource) {
            case "" -> wholePod(node, request);
            case "status" -> podStatus(node, request);
            case "eviction" -> {}
            default ->
                throw request.forbidden(
                        "unexpected pod subresource \"" + subresource + "\", only 'status' and 'eviction' are allowed");
        }
    }

    private void wholePod(String node, AdmissionRequest request) {
        String self = "node \"" + node + "\"";
        ObjectNode old = request.old();
        ObjectNode object = request.object();
        if (old != null && object != null) {
            throw request.forbidden("unexpected operation \"" + request.operation() + "\", " + self
                    + " can only create and delete mirror pods");
        }
        if (old != null) {
            if (!node.equals(Json.text(old, "spec", "nodeName"))) {
                throw request.forbidden(self + " can only delete pods with spec.nodeName set to itself");
            }
        } else if (object != null) {
            mirrorPod(node, request, object);
        }
    }

    /** Upstream: admitPodCreate. */
    private void mirrorPod(String node, AdmissionRequest request, ObjectNode pod) {
        String self = "node \"" + node + "\"";
        if (!pod.path("metadata").path("annotations").has(MIRROR)) {
            throw request.forbidden(
                    "pod does not have \"" + MIRROR + "\" annotation, " + self + " can only create mirror pods");
        }
        if (!node.equals(Json.text(pod, "spec", "nodeName"))) {
            throw request.forbidden(self + " can only create pods with spec.nodeName set to itself");
        }
        JsonNode owners = pod.path("metadata").path("ownerReferences");
        if (owners.size() > 1) {
            throw request.forbidden(self + " can only create pods with a single owner reference set to itself");
        }
        JsonNode owner = owners.path(0);
        boolean own = "v1".equals(Json.text(owner, "apiVersion"))
                && "Node".equals(Json.text(owner, "kind"))
                && node.equals(Json.text(owner, "name"));
        if (!own) {
            throw request.forbidden(self + " can only create pods with an owner reference set to itself");
        }
        if (!Json.isTrue(owner, "controller")) {
            throw request.forbidden(self + " can only create pods with a controller owner reference set to itself");
        }
        if (Json.isTrue(owner, "blockOwnerDeletion")) {
            throw request.forbidden(self + " must not set blockOwnerDeletion on an owner reference");
        }
        ApiObject known = nodes.apply(node);
        if (known == null) {
            throw StatusException.notFound(Resources.NODES, node);
        }
        String uid = Json.textOr(owner, "", "uid");
        if (!uid.equals(known.uid())) {
            throw request.forbidden("node " + node + " UID mismatch: expected " + uid + " got " + known.uid());
        }
    }

    private static void podStatus(String node, AdmissionRequest request) {
        ObjectNode old = request.old();
        ObjectNode object = request.object();
        if (old == null || object == null) {
            throw request.forbidden("unexpected operation \"" + request.operation() + "\"");
        }
        if (!node.equals(Json.text(old, "spec", "nodeName"))) {
            throw request.forbidden(
                    "node \"" + node + "\" can only update pod status for pods with spec.nodeName set to itself");
        }
        if (!labels(object).equals(labels(old))) {
            throw request.forbidden("node \"" + node + "\" cannot update labels through pod status");
        }
    }

    private static Object labels(ObjectNode object) {
        return Json.map(object.path("metadata").path("labels"));
    }

    /** Upstream: admitNode. */
    private static void node(String node, AdmissionRequest request) {
        String self = "node \"" + node + "\"";
        if (!request.name().equals(node)) {
            throw request.forbidden(self + " is not allowed to modify node \"" + request.name() + "\"");
        }
        ObjectNode object = request.object();
        if (object == null) {
            return;
        }
        ObjectNode old = request.old();
        Set<String> forbidden = NodeLabels.forbidden(object, old == null ? MissingNode.getInstance() : old);
        String named = String.join(", ", forbidden);
        if (old == null) {
            if (!forbidden.isEmpty()) {
                throw request.forbidden(self + " is not allowed to set the following labels: " + named);
            }
            return;
        }
        if (!same(object.path("spec").path("taints"), old.path("spec").path("taints"))) {
            throw request.forbidden(self + " is not allowed to modify taints");
        }
        if (!same(
                object.path("metadata").path("ownerReferences"),
                old.path("metadata").path("ownerReferences"))) {
            throw request.forbidden(self + " is not allowed to modify ownerReferences");
        }
        if (!forbidden.isEmpty()) {
            throw request.forbidden("is not allowed to modify labels: " + named);
        }
    }

    private static boolean same(JsonNode a, JsonNode b) {
        return (a.isEmpty() && b.isEmpty()) || a.equals(b);
    }

    private static void lease(String node, AdmissionRequest request) {
        if (!request.call().ref().namespace().equals("kube-node-lease")) {
            throw request.forbidden("can only access leases in the \"kube-node-lease\" system namespace");
        }
        if (!request.name().equals(node)) {
            throw request.forbidden("can only access node lease with the same name as the requesting node");
        }
    }
}
