package io.kubejar.controllers.daemonset;

import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which old pods a rolling update replaces next: by deleting them, or with a surge by adding new ones beside them first.
 * Upstream: rollingUpdate, pkg/controller/daemon/update.go, v1.36.
 */
final class NodeRoll {
    /** What stands on a node: at most one pod of each kind, or too many to say. */
    private record OnNode(
            @Nullable ApiObject fresh, @Nullable ApiObject old, boolean isClear) {}

    private final ApiObject daemonSet;
    private final String hash;
    private final Instant now;
    private final Duration minReady;
    private final TreeMap<String, List<ApiObject>> pods;
    private final Predicate<String> shouldRun;
    private final int desired;

    /** The pods that go. */
    final List<ApiObject> surplus = new ArrayList<>();
    /** The nodes that get a second pod. */
    final List<String> needing = new ArrayList<>();

    /**
     * Looks at the nodes.
     *
     * @param desired the names of the nodes that should have a pod
     */
    NodeRoll(ApiObject daemonSet, String hash, Map<String, List<ApiObject>> pods, List<String> desired, Instant now) {
        this.daemonSet = daemonSet;
        this.hash = hash;
        this.now = now;
        this.minReady = Duration.ofSeconds(Json.number(daemonSet.spec(), 0, "minReadySeconds"));
        this.pods = new TreeMap<>(pods);
        this.shouldRun = desired::contains;
        this.desired = desired.size();
        desired.forEach(node -> this.pods.putIfAbsent(node, List.of()));
    }

    /** Fills the two lists. */
    NodeRoll decide() {
        int maxSurge = DaemonPods.maxSurge(daemonSet, desired);
        int maxUnavailable = DaemonPods.maxUnavailable(daemonSet, desired);
        if (maxSurge > 0) {
            surge(maxSurge);
        } else {
            replace(Math.max(maxUnavailable, desired > 0 ? 1 : 0));
        }
        return this;
    }

    private OnNode on(List<ApiObject> there) {
        ApiObject fresh = null;
        ApiObject old = null;
        for (ApiObject pod : there) {
            boolean isFresh = DaemonPods.isUpdated(daemonSet, pod, hash);
            if (pod.isTerminating()) {
                continue;
            }
            if ((isFresh ? fresh : old) != null) {
                return new OnNode(null, null, false);
            }
            fresh = isFresh ? pod : fresh;
            old = isFresh ? old : pod;
        }
        return new OnNode(fresh, old, true);
    }

    private boolean isAvailable(ApiObject pod) {
        return Pods.isAvailable(pod, minReady, now);
    }

    private void replace(int maxUnavailable) {
        int unavailable = 0;
        List<ApiObject> candidates = new ArrayList<>();
        for (List<ApiObject> there : pods.values()) {
            OnNode node = on(there);
            ApiObject fresh = node.fresh();
            ApiObject old = node.old();
            if (fresh == null && old != null) {
                if (isAvailable(old)) {
                    candidates.add(old);
                } else {
                    surplus.add(old);
                    unavailable++;
                }
            } else if (fresh == null || old != null || !isAvailable(fresh)) {
                unavailable++;
            }
        }
        int allowed = Math.max(0, maxUnavailable - unavailable);
        candidates.stream().limit(allowed).forEach(surplus::add);
    }

    private void surge(int maxSurge) {
        int surging = 0;
        int available = 0;
        List<String> candidates = new ArrayList<>();
        List<ApiObject> misplaced = new ArrayList<>();
        for (Map.Entry<String, List<ApiObject>> each : pods.entrySet()) {
            OnNode node = on(each.getValue());
            ApiObject fresh = node.fresh();
            ApiObject old = node.old();
            ApiObject counts = old == null ? fresh : old;
            available += counts != null && isAvailable(counts) ? 1 : 0;
            if (!node.isClear()) {
                surging++;
            } else if (old != null && fresh != null) {
                if (isAvailable(fresh)) {
                    surplus.add(old);
                } else {
                    surging++;
                }
            } else if (old != null) {
                placeBeside(each.getKey(), old, candidates, misplaced);
            }
        }
        misplaced.stream().limit(Math.max(0, available - desired)).forEach(surplus::add);
        candidates.stream().limit(Math.max(0, maxSurge - surging)).forEach(needing::add);
    }

    private void placeBeside(String node, ApiObject old, List<String> candidates, List<ApiObject> misplaced) {
        boolean runs = shouldRun.test(node);
        if (isAvailable(old)) {
            if (runs) {
                candidates.add(node);
            } else {
                misplaced.add(old);
            }
        } else if (runs) {
            needing.add(node);
        } else {
            surplus.add(old);
        }
    }
}
