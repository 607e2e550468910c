package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;

/** Makes pods of templates. Upstream: controller.GetPodFromTemplate, pkg/controller/controller_utils.go, v1.36. */
public final class PodTemplates {
    private PodTemplates() {}

    /** A pod of the owner's {@code spec.template}, named by the server with the owner's name as prefix. */
    public static ApiObject podOf(ApiObject owner) {
        JsonNode template = owner.spec().path("template");
        ObjectNode pod = Json.object();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode meta = pod.putObject("metadata");
        meta.put("generateName", owner.name() + "-").put("namespace", owner.namespace());
        for (String field : new String[] {"labels", "annotations", "finalizers"}) {
            JsonNode value = template.path("metadata").path(field);
            if (!value.isMissingNode() && !value.isEmpty()) {
                meta.set(field, value.deepCopy());
            }
        }
        meta.putArray("ownerReferences").add(OwnerReference.controllerOf(owner).toJson());
        pod.set("spec", template.path("spec").deepCopy());
        return ApiObject.of(pod);
    }
}
