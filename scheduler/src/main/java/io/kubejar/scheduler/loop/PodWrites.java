package io.kubejar.scheduler.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the scheduler writes: bindings and conditions of pods. */
final class PodWrites {
    private final ApiClient client;

    PodWrites(ApiClient client) {
        this.client = client;
    }

    void bind(ApiObject pod, String node, long cause) {
        ApiObject binding = ApiObject.of(new Gvk("", "v1", "Binding"), pod.namespace(), pod.name())
                .edit(root -> {
                    Json.child(root, "metadata").put("uid", pod.uid());
                    root.putObject("target").put("kind", "Node").put("name", node);
                });
        ResourceRef ref = ResourceRef.to(Resources.PODS, pod).sub("binding");
        client.create(ref, binding, WriteOptions.causedBy(cause));
    }

    /**
     * Sets a condition, and the nominated node when one is given.
     *
     * @param nominated the node, "" to take it back, null to leave it
     */
    void condition(
            ApiObject pod,
            String type,
            String status,
            String reason,
            String message,
            @Nullable String nominated,
            Instant now,
            long cause) {
        change(pod, cause, old -> {
            ObjectNode all = old.status().isObject() ? old.status().deepCopy() : Json.object();
            ArrayNode conditions = Json.array();
            String since = Times.format(now);
            for (JsonNode one : all.path("conditions")) {
                if (!type.equals(Json.text(one, "type"))) {
                    conditions.add(one);
                } else if (status.equals(Json.text(one, "status"))) {
                    since = Json.textOr(one, since, "lastTransitionTime");
                }
            }
            ObjectNode own = conditions.addObject().put("type", type);
            if (old.generation() > 0) {
                own.put("observedGeneration", old.generation());
            }
            own.put("status", status).putNull("lastProbeTime").put("lastTransitionTime", since);
            own.put("reason", reason).put("message", message);
            all.set("conditions", conditions);
            if (nominated != null && nominated.isEmpty()) {
                all.remove("nominatedNodeName");
            } else if (nominated != null) {
                all.put("nominatedNodeName", nominated);
            }
            return old.withStatus(all);
        });
    }

    private void change(ApiObject pod, long cause, UnaryOperator<ApiObject> change) {
        ResourceRef ref = ResourceRef.to(Resources.PODS, pod);
        ApiObject base = pod;
        for (int i = 0; i < 3; i++) {
            ApiObject wanted = change.apply(base);
            if (wanted.status().equals(base.status())) {
                return;
            }
            try {
                client.update(ref.sub("status"), wanted, WriteOptions.causedBy(cause));
                return;
            } catch (StatusException e) {
                if (!e.is(Reason.CONFLICT)) {
                    throw e;
                }
                base = client.get(ref);
                boolean moved = !base.at("spec", "nodeName").equals(pod.at("spec", "nodeName"));
                if (!base.uid().equals(pod.uid()) || moved) {
                    return;
                }
            }
        }
    }

    void delete(ApiObject pod, long cause) {
        client.delete(
                ResourceRef.to(Resources.PODS, pod),
                DeleteOptions.ofUid(pod.uid()).causedBy(cause));
    }
}
