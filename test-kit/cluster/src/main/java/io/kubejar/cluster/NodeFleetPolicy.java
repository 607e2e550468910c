package io.kubejar.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;

/**
 * What the informers of the simulated nodes may do: watch pods, and the ConfigMaps and Secrets that pods use. Upstream has
 * nothing of the kind, as there every kubelet watches its own pods and the node authorizer lets it see no others; here one
 * watch serves all nodes, under a user and a ClusterRole of kubejar's own. It may write nothing: what a node writes it
 * writes as itself.
 */
final class NodeFleetPolicy {
    /** The user, and the role and binding of the same name. */
    static final String NAME = "kubejar:node-fleet";

    private static final String GROUP = "rbac.authorization.k8s.io";

    private NodeFleetPolicy() {}

    static ApiObject role() {
        return object("ClusterRole").edit(root -> {
            ObjectNode rule = root.putArray("rules").addObject();
            rule.putArray("apiGroups").add("");
            ArrayNode resources = rule.putArray("resources");
            resources.add(Resources.CONFIG_MAPS.resource());
            resources.add(Resources.PODS.resource());
            resources.add(Resources.SECRETS.resource());
            rule.putArray("verbs").add("list").add("watch");
        });
    }

    static ApiObject binding() {
        return object("ClusterRoleBinding").edit(root -> {
            root.putObject("roleRef")
                    .put("apiGroup", GROUP)
                    .put("kind", "ClusterRole")
                    .put("name", NAME);
            root.putArray("subjects")
                    .addObject()
                    .put("apiGroup", GROUP)
                    .put("kind", "User")
                    .put("name", NAME);
        });
    }

    private static ApiObject object(String kind) {
        return ApiObject.of(new Gvk(GROUP, "v1", kind), "", NAME)
                .edit(root -> Json.child(root, "metadata")
                        .putObject("labels")
                        .put("app.kubernetes.io/managed-by", "kubejar"));
    }
}
