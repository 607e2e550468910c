package io.kubejar.core.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** metav1.OwnerReference: who must exist for this object to stay. */
public record OwnerReference(
        String apiVersion, String kind, String name, String uid, boolean controller, boolean blockOwnerDeletion) {
    /** Reads one element of {@code metadata.ownerReferences}. */
    public static OwnerReference of(JsonNode node) {
        return new OwnerReference(
                Json.textOr(node, "", "apiVersion"),
                Json.textOr(node, "", "kind"),
                Json.textOr(node, "", "name"),
                Json.textOr(node, "", "uid"),
                Json.isTrue(node, "controller"),
                Json.isTrue(node, "blockOwnerDeletion"));
    }

    /** The reference by which a controller owns what it makes. Upstream: metav1.NewControllerRef. */
    public static OwnerReference controllerOf(ApiObject owner) {
        return new OwnerReference(owner.apiVersion(), owner.kind(), owner.name(), owner.uid(), true, true);
    }

    /** The reference as JSON. */
    public ObjectNode toJson() {
        ObjectNode out = Json.object();
        out.put("apiVersion", apiVersion).put("kind", kind).put("name", name).put("uid", uid);
        if (controller) {
            out.put("controller", true);
        }
        if (blockOwnerDeletion) {
            out.put("blockOwnerDeletion", true);
        }
        return out;
    }
}
