package io.kubejar.scheduler.loop;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.queue.ClusterChange;
import io.kubejar.scheduler.queue.SchedulingQueue;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings what the informers tell into the snapshot and the queue. On the scheduler's loop. Upstream: eventhandlers.go. */
final class Changes {
    private final Snapshot snapshot;
    private final SchedulingQueue queue;
    private final String schedulerName;
    private final Set<String> assumed = new HashSet<>(); // uids of pods whose binding is on its way

    Changes(Snapshot snapshot, SchedulingQueue queue, String schedulerName) {
        this.snapshot = snapshot;
        this.queue = queue;
        this.schedulerName = schedulerName;
    }

    void assume(String uid) {
        assumed.add(uid);
    }

    /** Takes back that a pod stands where it was to be bound; false when it is known to be elsewhere or gone. */
    boolean forget(String uid) {
        return assumed.remove(uid) && snapshot.removePod(uid);
    }

    void node(@Nullable ApiObject before, @Nullable ApiObject after, Instant now, long revision) {
        if (after == null) {
            if (before != null) {
                snapshot.removeNode(before.name());
            }
            return;
        }
        snapshot.setNode(after);
        if (before == null || mayHelp(before, after)) {
            queue.changed(ClusterChange.NODE, now, revision);
        }
    }

    /** Heartbeats do not help. */
    private static boolean mayHelp(ApiObject before, ApiObject after) {
        return !before.at("status", "allocatable").equals(after.at("status", "allocatable"))
                || !before.spec().equals(after.spec())
                || !before.labels().equals(after.labels());
    }

    void namespace(@Nullable ApiObject before, @Nullable ApiObject after) {
        if (after != null) {
            snapshot.setNamespace(after.name(), after.labels());
        } else if (before != null) {
            snapshot.setNamespace(before.name(), null);
        }
    }

    void pod(@Nullable ApiObject before, @Nullable ApiObject after, Instant now, long revision) {
        ApiObject pod = after == null ? before : after;
        if (pod == null) {
            return;
        }
        String phase = Json.textOr(pod.status(), "", "phase");
        boolean over = after == null || phase.equals("Succeeded") || phase.equals("Failed");
        String node = Json.textOr(pod.spec(), "", "nodeName");
        if (over) {
            over(pod, now, revision);
        } else if (!node.isEmpty()) {
            onNode(pod, node, now, revision);
        } else {
            waiting(before, pod, now, revision);
        }
    }

    private void over(ApiObject pod, Instant now, long revision) {
        assumed.remove(pod.uid());
        queue.remove(pod.uid());
        if (snapshot.removePod(pod.uid())) {
            queue.changed(ClusterChange.POD_LEFT, now, revision);
        }
    }

    private void onNode(ApiObject pod, String node, Instant now, long revision) {
        boolean wasAssumed = assumed.remove(pod.uid());
        queue.remove(pod.uid());
        PodInfo known = snapshot.pod(pod.uid());
        boolean same = known != null
                && known.pod().spec().equals(pod.spec())
                && known.labels().equals(pod.labels())
                && known.pod().isTerminating() == pod.isTerminating();
        if (same && !wasAssumed) {
            return;
        }
        snapshot.addPod(PodInfo.of(pod), node);
        if (known != null && !wasAssumed && !known.pod().spec().equals(pod.spec())) {
            queue.changed(ClusterChange.POD_LEFT, now, revision); // it may ask for less
        }
        queue.changed(ClusterChange.POD_CAME, now, revision);
    }

    private void waiting(@Nullable ApiObject before, ApiObject pod, Instant now, long revision) {
        if (!schedulerName.equals(Scheduler.schedulerName(pod)) || assumed.contains(pod.uid())) {
            return;
        }
        JsonNode gates = pod.spec().path("schedulingGates");
        if (!gates.isEmpty() || pod.isTerminating()) {
            queue.remove(pod.uid());
            return;
        }
        boolean matters = before == null
                || !before.spec().equals(pod.spec())
                || !before.labels().equals(pod.labels());
        if (matters) {
            queue.put(PodInfo.of(pod), now, revision);
        } else {
            queue.refresh(PodInfo.of(pod));
        }
    }
}
