package io.kubejar.server.subresources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.server.pipeline.Handler;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.verbs.Rewrite;
import io.kubejar.server.verbs.VerbContext;

/**
 * {@code pods/binding}: gives a pod its node and says so in its PodScheduled condition. Upstream: BindingREST,
 * pkg/registry/core/pod/storage/storage.go, v1.36.
 */
public final class BindingHandler implements Handler {
    private final VerbContext context;
    private final Rewrite rewrite;

    /** Works in a context. */
    public BindingHandler(VerbContext context) {
        this.context = context;
        this.rewrite = new Rewrite(context);
    }

    @Override
    public ApiObject run(ResourceDef def, Call call, Body body) {
        ObjectNode binding = (ObjectNode) body.raw().tree();
        String node = Json.textOr(binding, "", "target", "name");
        check(call, binding, node);
        rewrite.run(def, call, pod -> bind(def, pod, binding, node));
        return Statuses.created();
    }

    /** Upstream answers a wrong binding with the bare error list, which is no Status of its own: 500. */
    private static void check(Call call, ObjectNode binding, String node) {
        String name = Json.textOr(binding, "", "metadata", "name");
        if (!name.equals(call.ref().name())) {
            throw StatusException.badRequest("name in URL does not match name in Binding object");
        }
        String kind = Json.textOr(binding, "", "target", "kind");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            throw StatusException.of(
                    Reason.UNKNOWN,
                    500,
                    "target.kind: Unsupported value: " + FieldErrors.quote(kind)
                            + ": supported values: \"Node\", \"<empty>\"");
        }
        if (node.isEmpty()) {
            throw StatusException.of(Reason.UNKNOWN, 500, "target.name: Required value");
        }
    }

    private ObjectNode bind(ResourceDef def, ApiObject pod, ObjectNode binding, String node) {
        String uid = Json.textOr(binding, "", "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(pod.uid())) {
            throw conflict(
                    def,
                    pod,
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + pod.uid());
        }
        if (pod.isTerminating()) {
            throw conflict(def, pod, "pod " + pod.name() + " is being deleted, cannot be assigned to a host");
        }
        String bound = Json.textOr(pod.spec(), "", "nodeName");
        if (!bound.isEmpty()) {
            throw conflict(def, pod, "pod " + pod.name() + " is already assigned to node \"" + bound + "\"");
        }
        if (!pod.spec().path("schedulingGates").isEmpty()) {
            throw conflict(def, pod, "pod " + pod.name() + " has non-empty .spec.schedulingGates");
        }
        ObjectNode next = pod.tree().deepCopy();
        Json.child(next, "spec").put("nodeName", node);
        ObjectNode annotations = (ObjectNode) binding.path("metadata").get("annotations");
        if (annotations != null && !annotations.isEmpty()) {
            Json.child(Json.child(next, "metadata"), "annotations").setAll(annotations);
        }
        scheduled(next);
        return next;
    }

    /** Upstream: podutil.UpdatePodCondition with PodScheduled. */
    private void scheduled(ObjectNode pod) {
        ObjectNode status = Json.child(pod, "status");
        ArrayNode conditions = Json.list(status, "conditions");
        for (int i = 0; i < conditions.size(); i++) {
            if ("PodScheduled".equals(Json.text(conditions.get(i), "type"))) {
                conditions.remove(i);
                break;
            }
        }
        ObjectNode condition = conditions.addObject();
        condition.put("type", "PodScheduled");
        long generation = Json.number(pod, 0, "metadata", "generation");
        if (generation > 0 && Json.number(status, 0, "observedGeneration") > 0) {
            condition.put("observedGeneration", generation);
        }
        condition.put("status", "True").putNull("lastProbeTime");
        condition.put("lastTransitionTime", Times.format(context.clock().now()));
    }

    private static StatusException conflict(ResourceDef def, ApiObject pod, String why) {
        ObjectNode status =
                StatusException.conflict(def.resource(), pod.name(), why).status();
        status.put("message", "Operation cannot be fulfilled on pods/binding \"" + pod.name() + "\": " + why);
        ((ObjectNode) status.get("details")).put("kind", "pods/binding");
        return new StatusException(status);
    }
}
