package io.kubejar.controllers.tainteviction;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.pod.PodStatuses;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Deletes pods from nodes with NoExecute taints that they do not tolerate, or no longer. Upstream:
 * pkg/controller/tainteviction/taint_eviction.go (processPodOnNode), v1.36.
 */
public final class TaintEvictionController implements Controller {
    private static final String NO_EXECUTE = "NoExecute";

    private final Lister nodes;
    private final Lister pods;
    private final Map<ObjectKey, Instant> counting = new ConcurrentHashMap<>();

    /** Reads nodes and pods. */
    public TaintEvictionController(Listers listers) {
        nodes = listers.of(Resources.NODES);
        pods = listers.of(Resources.PODS);
    }

    @Override
    public String name() {
        return "taint-eviction-controller";
    }

    @Override
    public String user() {
        return "system:serviceaccount:kube-system:node-controller"; // whose rights it shares
    }

    @Override
    public void sources(Sources sources) {
        sources.on(Resources.PODS, this::podChanged).on(Resources.NODES, this::nodeChanged);
    }

    private Collection<ObjectKey> podChanged(@Nullable ApiObject before, @Nullable ApiObject after) {
        if (after == null) {
            return before == null ? List.of() : List.of(before.key());
        }
        boolean same = before != null
                && before.spec().path("tolerations").equals(after.spec().path("tolerations"))
                && Pods.nodeName(before).equals(Pods.nodeName(after));
        return same || Pods.nodeName(after).isEmpty() ? List.of() : List.of(after.key());
    }

    private Collection<ObjectKey> nodeChanged(@Nullable ApiObject before, @Nullable ApiObject after) {
        ApiObject node = after == null ? before : after;
        if (node == null || noExecute(before).equals(noExecute(after))) {
            return List.of();
        }
        return pods.indexed(Indexes.NODE_NAME, node.name()).stream()
                .map(ApiObject::key)
                .toList();
    }

    private static List<JsonNode> noExecute(@Nullable ApiObject node) {
        List<JsonNode> out = new ArrayList<>();
        if (node != null) {
            for (JsonNode taint : node.spec().path("taints")) {
                if (NO_EXECUTE.equals(Json.text(taint, "effect"))) {
                    out.add(taint);
                }
            }
        }
        return out;
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject pod = pods.get(key);
        if (pod == null || pod.isTerminating()) {
            counting.remove(key);
            return Plan.NOTHING;
        }
        List<JsonNode> taints = noExecute(nodes.get("", Pods.nodeName(pod)));
        Duration tolerated =
                taints.isEmpty() ? null : Toleration.of(taints, pod.spec().path("tolerations"));
        if (tolerated == null) {
            return counting.remove(key) == null
                    ? Plan.NOTHING
                    : Plan.event(EventNote.normal(pod, "TaintManagerEviction", "Cancelling deletion of Pod " + key));
        }
        Instant due = tolerated.isZero()
                ? now
                : counting.computeIfAbsent(key, k -> now).plus(tolerated);
        return due.isAfter(now) ? Plan.again(Duration.between(now, due)) : evict(pod, now);
    }

    private Plan evict(ApiObject pod, Instant now) {
        counting.remove(pod.key());
        ResourceRef ref = ResourceRef.to(Resources.PODS, pod);
        Plan delete =
                Plan.of(new Plan.Do(new Write.Delete(ref, DeleteOptions.ofUid(pod.uid())), null, Plan::goneIsFine));
        return Plan.builder()
                .event(EventNote.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + pod.key()))
                .step(new Plan.Read(
                        ref,
                        fresh -> Plan.of(new Plan.Do(
                                new Write.Update(ref.sub("status"), marked(fresh, now)),
                                stored -> delete,
                                Plan::goneIsFine)),
                        Plan::goneIsFine))
                .build();
    }

    private static ApiObject marked(ApiObject pod, Instant now) {
        return pod.edit(root -> PodStatuses.condition(
                root,
                "DisruptionTarget",
                "True",
                "DeletionByTaintManager",
                "Taint manager: deleting due to NoExecute taint",
                now));
    }
}
