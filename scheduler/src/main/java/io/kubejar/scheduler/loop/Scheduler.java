package io.kubejar.scheduler.loop;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.ChangeHandler;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.scheduler.cycle.Cycle;
import io.kubejar.scheduler.cycle.Decision;
import io.kubejar.scheduler.cycle.Preemption;
import io.kubejar.scheduler.plugins.DefaultPlugins;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.queue.ClusterChange;
import io.kubejar.scheduler.queue.SchedulingQueue;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The scheduler: keeps a snapshot of the cluster, decides for one pod after the other on its loop, binds on a second loop
 * and records events on a third. Upstream: kube-scheduler with the default profile, v1.36.
 *
 * <p>A pod that was given a node counts as standing there at once; should the binding fail, it is taken back and tried
 * again.
 */
public final class Scheduler {
    /** The user it acts as. */
    public static final String USER = "system:kube-scheduler";

    private static final String NAME = "default-scheduler";
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int MESSAGE_MAX = 1024;

    private final Informers informers;
    private final Loops loops;
    private final Chance chance;
    private final Loop loop;
    private final Loop binding;
    private final Loop notes;
    private final PodWrites writes;
    private final SchedulerEvents events;
    private final Cycle cycle;
    private final Snapshot snapshot = new Snapshot();
    private final SchedulingQueue queue = new SchedulingQueue();
    private final Changes changes;
    private boolean ready;
    private boolean scheduled; // a cycle is queued on the loop
    private boolean patient; // a timer for pods that wait is set
    private int start;

    /**
     * A scheduler that does nothing until {@link #start}.
     *
     * @param client acts as {@link #USER}
     * @param informers local copies of pods, nodes, claims and namespaces
     * @param chance settles ties
     */
    public Scheduler(ApiClient client, Informers informers, Loops loops, Chance chance) {
        this.informers = informers;
        this.loops = loops;
        this.chance = chance;
        this.loop = loops.loop("scheduler");
        this.binding = loops.loop("scheduler-binding");
        this.notes = loops.loop("scheduler-events");
        this.writes = new PodWrites(client);
        this.events = new SchedulerEvents(client, NAME, loops.clock());
        this.cycle = new Cycle(DefaultPlugins.all(informers.of(Resources.PERSISTENT_VOLUME_CLAIMS)));
        this.changes = new Changes(snapshot, queue, NAME);
    }

    /** Begins to listen; decides as soon as nodes and pods have their first list. */
    public void start() {
        List<Informer> sources = List.of(
                listen(Resources.NODES, (before, after, revision) -> changes.node(before, after, now(), revision)),
                listen(Resources.PODS, (before, after, revision) -> changes.pod(before, after, now(), revision)),
                listen(Resources.NAMESPACES, (before, after, revision) -> changes.namespace(before, after)),
                listen(Resources.PERSISTENT_VOLUME_CLAIMS, (before, after, revision) -> {
                    if (after != null) {
                        queue.changed(ClusterChange.CLAIM, now(), revision);
                    }
                }));
        int[] left = {sources.size()};
        sources.forEach(informer -> informer.whenSeen(
                1,
                () -> loop.execute(() -> {
                    if (--left[0] == 0) {
                        ready = true;
                        wake();
                    }
                })));
    }

    private Informer listen(Gvr resource, ChangeHandler handler) {
        Informer informer = informers.informer(resource);
        informer.addHandler((before, after, revision) -> loop.execute(() -> {
            handler.onChange(before, after, revision);
            wake();
        }));
        return informer;
    }

    private Instant now() {
        return loops.clock().now();
    }

    private void wake() {
        if (ready && !scheduled && !queue.isEmpty()) {
            scheduled = true;
            loop.execute(this::next);
        }
    }

    private void next() {
        scheduled = false;
        SchedulingQueue.Next next = queue.poll();
        if (next != null) {
            schedule(next.pod(), next.cause());
            wake();
        }
    }

    private void schedule(PodInfo pod, long cause) {
        if (pod.pod().isTerminating()) {
            queue.remove(pod.pod().uid());
            return;
        }
        Decision decision = cycle.decide(snapshot, pod, start, chance);
        start = Math.floorMod(
                start + decision.asked(), Math.max(1, snapshot.nodes().size()));
        String node = decision.node();
        if (node == null) {
            turnAway(pod, decision, cause);
            return;
        }
        queue.remove(pod.pod().uid());
        snapshot.addPod(pod, node);
        changes.assume(pod.pod().uid());
        binding.execute(() -> bind(pod, node, cause));
    }

    private void bind(PodInfo pod, String node, long cause) {
        ApiObject object = pod.pod();
        try {
            writes.bind(object, node, cause);
        } catch (StatusException e) {
            loop.execute(() -> bindingFailed(pod, e, cause));
            return;
        }
        String message = "Successfully assigned " + object.namespace() + "/" + object.name() + " to " + node;
        notes.execute(() -> events.record(object, "Normal", "Scheduled", "Binding", message, cause));
    }

    /** Takes the pod back; if it is still there and still without a node, it is tried again after a while. */
    private void bindingFailed(PodInfo pod, StatusException why, long cause) {
        String uid = pod.pod().uid();
        if (!changes.forget(uid)) {
            return;
        }
        queue.changed(ClusterChange.POD_LEFT, now(), cause);
        if (!isGone(why)) {
            note(pod.pod(), "Warning", "FailedScheduling", "Scheduling", String.valueOf(why.getMessage()), cause);
        }
        tryAgain(pod);
        wake();
    }

    private static boolean isGone(StatusException why) {
        return why.is(Reason.NOT_FOUND) || why.is(Reason.CONFLICT);
    }

    private void tryAgain(PodInfo pod) {
        loop.retryAfter(RETRY, "schedule " + pod + " again", () -> {
            ApiObject current = informers.of(Resources.PODS).get(pod.pod().key());
            if (current != null && current.uid().equals(pod.pod().uid())) {
                changes.pod(null, current, now(), current.revision());
                wake();
            }
        });
    }

    private void turnAway(PodInfo pod, Decision decision, long cause) {
        ApiObject object = pod.pod();
        queue.turnAway(pod, decision.rejectedBy(), now());
        waitPatiently();
        String message = decision.message();
        String nominated = null;
        if (Preemption.isUnderWay(snapshot, pod)) {
            message += " " + Preemption.UNDER_WAY;
        } else {
            Preemption.Candidate room = Preemption.find(cycle, snapshot, pod, decision.resolvable());
            if (room != null) {
                nominated = room.node();
                preempt(pod, room, cause);
            } else if (!decision.preemption().isEmpty()) {
                message += " " + decision.preemption();
                nominated = "";
            }
        }
        String words = message;
        String node = nominated;
        note(object, "Warning", "FailedScheduling", "Scheduling", truncated(words), cause);
        Instant at = now();
        binding.execute(() -> say(
                pod, () -> writes.condition(object, "PodScheduled", "False", "Unschedulable", words, node, at, cause)));
    }

    /** Writes about a pod that waits; when that fails and the pod is still there, the pod is tried again after a while. */
    private void say(PodInfo pod, Runnable write) {
        try {
            write.run();
        } catch (StatusException e) {
            if (!isGone(e)) {
                loop.execute(() -> tryAgain(pod));
            }
        }
    }

    private static String truncated(String message) {
        return message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX - 4) + " ...";
    }

    private void preempt(PodInfo pod, Preemption.Candidate room, long cause) {
        String words = "Preempted by pod " + pod.pod().uid() + " on node " + room.node();
        Instant at = now();
        for (PodInfo victim : room.victims()) {
            ApiObject object = victim.pod();
            binding.execute(() -> say(pod, () -> {
                writes.condition(
                        object,
                        "DisruptionTarget",
                        "True",
                        "PreemptionByScheduler",
                        NAME + ": preempting to accommodate a higher priority pod",
                        null,
                        at,
                        cause);
                writes.delete(object, cause);
                note(object, "Normal", "Preempted", "Preempting", words, cause);
            }));
        }
    }

    private void note(ApiObject pod, String type, String reason, String action, String message, long cause) {
        notes.execute(() -> events.record(pod, type, reason, action, message, cause));
    }

    /** Sees to it that no pod waits for more than five minutes without being tried again. */
    private void waitPatiently() {
        if (patient) {
            return;
        }
        Instant next = queue.wakePatient(now());
        if (next != null) {
            patient = true;
            loop.after(Duration.between(now(), next), "look again at pods without a node", () -> {
                patient = false;
                waitPatiently();
                wake();
            });
        }
    }

    /** How many pods wait for a node. For diagnostics, on any thread, only roughly right while the scheduler works. */
    public int waiting() {
        return queue.size();
    }

    /** Where the pod's {@code schedulerName} says that this scheduler is meant. */
    static String schedulerName(ApiObject pod) {
        return Json.textOr(pod.spec(), NAME, "schedulerName");
    }
}
