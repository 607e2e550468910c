package io.kubejar.controllers.podgc;

import io.kubejar.controllers.pod.PodStatuses;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Removes pods of nodes that are gone, deleted pods that never had a node, deleted pods of nodes that are out of service, and
 * the oldest ended pods when there are very many. Upstream: pkg/controller/podgc/gc_controller.go, v1.36, which looks every
 * 20 seconds; here a change wakes it.
 */
public final class PodGcController implements Controller {
    /** How many ended pods are kept. Upstream: --terminated-pod-gc-threshold. */
    static final int ENDED_KEPT = 12_500;
    /** How long a node may be missing before its pods go. Upstream: quarantineTime. */
    private static final Duration QUARANTINE = Duration.ofSeconds(40);
    /** Stands for all pods together; no pod has this key. */
    private static final ObjectKey ALL = new ObjectKey("", "ended pods");

    private final Lister pods;
    private final Lister nodes;
    private final Map<String, Instant> missing = new ConcurrentHashMap<>();
    private final AtomicInteger ended = new AtomicInteger();

    /** Reads pods and nodes. */
    public PodGcController(Listers listers) {
        pods = listers.of(Resources.PODS);
        nodes = listers.of(Resources.NODES);
    }

    @Override
    public String name() {
        return "pod-garbage-collector";
    }

    @Override
    public void sources(Sources sources) {
        sources.on(Resources.PODS, this::podChanged).on(Resources.NODES, this::nodeChanged);
    }

    private Collection<ObjectKey> nodeChanged(@Nullable ApiObject before, @Nullable ApiObject after) {
        if (after != null) {
            missing.remove(after.name());
        }
        return after == null || isOutOfService(after) ? podsOf(after == null ? before : after) : List.of();
    }

    private Collection<ObjectKey> podsOf(@Nullable ApiObject node) {
        return node == null
                ? List.of()
                : pods.indexed(Indexes.NODE_NAME, node.name()).stream()
                        .map(ApiObject::key)
                        .toList();
    }

    private Collection<ObjectKey> podChanged(@Nullable ApiObject before, @Nullable ApiObject after) {
        boolean was = before != null && Pods.isFinished(before);
        boolean is = after != null && Pods.isFinished(after);
        int count = was == is ? ended.get() : ended.addAndGet(is ? 1 : -1);
        if (after == null) {
            return List.of();
        }
        List<ObjectKey> keys = new ArrayList<>();
        String node = Pods.nodeName(after);
        if (after.isTerminating() || (!node.isEmpty() && nodes.get("", node) == null)) {
            keys.add(after.key());
        }
        if (is && count > ENDED_KEPT) {
            keys.add(ALL);
        }
        return keys;
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        if (key.equals(ALL)) {
            return removeOldest();
        }
        ApiObject pod = pods.get(key);
        if (pod == null) {
            return Plan.NOTHING;
        }
        String nodeName = Pods.nodeName(pod);
        if (nodeName.isEmpty()) {
            return pod.isTerminating() ? remove(pod) : Plan.NOTHING;
        }
        ApiObject node = nodes.get("", nodeName);
        if (node != null) {
            return pod.isTerminating() && isOutOfService(node) ? remove(pod) : Plan.NOTHING;
        }
        Instant over = missing.computeIfAbsent(nodeName, name -> now).plus(QUARANTINE);
        if (over.isAfter(now)) {
            return Plan.again(Duration.between(now, over));
        }
        return Plan.of(new Plan.Read(
                ResourceRef.of(Resources.NODES, "", nodeName),
                there -> Plan.NOTHING,
                refusal -> refusal.is(Reason.NOT_FOUND) ? removeOrphan(pod, now) : Plan.fail(refusal)));
    }

    private static boolean isOutOfService(ApiObject node) {
        boolean tainted = false;
        for (var taint : node.spec().path("taints")) {
            tainted |= "node.kubernetes.io/out-of-service".equals(Json.text(taint, "key"));
        }
        return tainted && !Pods.isReady(node);
    }

    private static Plan remove(ApiObject pod) {
        return remove(pod, UnaryOperator.identity());
    }

    private static Plan removeOrphan(ApiObject pod, Instant now) {
        return remove(
                pod,
                failed -> failed.edit(root -> PodStatuses.condition(
                        root, "DisruptionTarget", "True", "DeletionByPodGC", "PodGC: node no longer exists", now)));
    }

    private static Plan remove(ApiObject pod, UnaryOperator<ApiObject> change) {
        Write delete = new Write.Delete(
                ResourceRef.to(Resources.PODS, pod),
                DeleteOptions.ofUid(pod.uid()).grace(0));
        return PodStatuses.fail(pod, change, Plan.of(new Plan.Do(delete, null, Plan::goneIsFine)));
    }

    private Plan removeOldest() {
        List<ApiObject> all = pods.all().stream().filter(Pods::isFinished).toList();
        Plan.Builder plan = Plan.builder();
        all.stream()
                .sorted(Comparator.<ApiObject, Boolean>comparing(
                                pod -> !"Evicted".equals(Json.text(pod.status(), "reason")))
                        .thenComparing(pod -> {
                            Instant created = pod.created();
                            return created == null ? Instant.EPOCH : created;
                        })
                        .thenComparing(ApiObject::name))
                .limit(Math.max(0, all.size() - ENDED_KEPT))
                .forEach(pod -> plan.all(remove(pod)));
        return plan.build();
    }
}
