package io.kubejar.kubelet.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.kubelet.behaviour.ContainerProcess;
import io.kubejar.kubelet.pod.Adoption;
import io.kubejar.kubelet.pod.ContainerRun;
import io.kubejar.kubelet.pod.PodRun;
import io.kubejar.kubelet.pod.PodStatuses;
import io.kubejar.kubelet.pod.PodSteps;
import io.kubejar.kubelet.pod.Turn;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries the steps of one pod out: processes, status writes, events, the final delete. On the fleet's loop only, but
 * for its logs and what it was told last.
 */
final class PodWorker {
    private static final int STEPS_MAX = 1000;
    private static final int LOST = 255;

    private final FleetNode node;
    private final PodRun run;
    private final PodFacts facts;
    private final Launcher launcher;
    private final PodLogs logs = new PodLogs();
    private final Map<ContainerRun, Running> processes = new LinkedHashMap<>(); // in an order that a seed repeats
    private volatile ApiObject stored;
    private long cause;
    private @Nullable ObjectNode lastGenerated;
    private @Nullable ApiObject lastWritten;
    private @Nullable Instant wake;
    private volatile boolean gone;

    PodWorker(FleetNode node, ApiObject pod, long revision, Launcher launcher, FleetOptions options) {
        this.node = node;
        this.stored = pod;
        this.cause = revision;
        this.launcher = launcher;
        this.run = Adoption.of(pod);
        this.facts = new PodFacts(node, run, launcher, options, this::answersProbes);
        node.addresses().keep(run.podIp());
    }

    String uid() {
        return stored.uid();
    }

    FleetNode node() {
        return node;
    }

    PodLogs logs() {
        return logs;
    }

    /** The newest state of the pod's object that is known here. */
    ApiObject pod() {
        return stored;
    }

    /** Whether the object is gone. */
    boolean isGone() {
        return gone;
    }

    /** Whether something that the pod refers to is missing. */
    boolean isHeld() {
        return facts.isHeld();
    }

    /** Takes a state of the object; false when it is known already, as what this worker has written itself. */
    boolean observe(ApiObject pod, long revision) {
        if (pod.revision() <= stored.revision()) {
            return false;
        }
        stored = pod;
        cause = revision;
        return true;
    }

    /** The machine has started anew: what ran on it has ended, and nobody knows how. Upstream: exit code 255. */
    void reboot(Instant now) {
        for (ContainerRun c : List.copyOf(processes.keySet())) {
            if (c.stage().isAlive()) {
                exited(c, LOST, "", now);
            }
        }
    }

    /** The kubelet has started anew, and finds what runs. */
    void kubeletStarted() {
        lastGenerated = null;
        lastWritten = null;
        Adoption.again(run);
    }

    /** The object is gone: whatever still runs is ended. */
    void end() {
        gone = true;
        processes.values().forEach(r -> r.log().end());
        processes.clear();
        node.addresses().free(run.podIp());
    }

    /** Takes the pod as far as it goes; gives when it wants to go on, or null. Throws when the server refuses a write. */
    @Nullable
    Instant sync(Instant now) {
        if (gone) {
            return null;
        }
        run.observe(stored);
        adoptRunning(now);
        do {
            walk(now);
        } while (writeStatus(now));
        if (run.isFinished() && stored.isTerminating()) {
            delete();
        }
        return wake;
    }

    private void walk(Instant now) {
        for (int i = 0; i < STEPS_MAX; i++) {
            wake = null;
            advance(now);
            Turn turn = PodSteps.step(run, facts, now);
            boolean acted = carryOut(turn, now);
            wakeAt(turn.wake());
            if (turn.isCheckpoint()) {
                writeStatus(now);
            } else if (!acted) {
                break;
            }
        }
    }

    private void wakeAt(@Nullable Instant at) {
        if (at != null && (wake == null || at.isBefore(wake))) {
            wake = at;
        }
    }

    private void adoptRunning(Instant now) {
        run.all().filter(c -> c.stage().isAlive() && !processes.containsKey(c)).forEach(c -> {
            Instant since = c.startedAt() == null ? now : c.startedAt();
            processes.put(c, launcher.launch(node, run, c, since, logs.next(c)));
        });
    }

    private void advance(Instant now) {
        for (ContainerRun c : List.copyOf(processes.keySet())) {
            Running running = processes.get(c);
            if (running == null || !c.stage().isAlive()) {
                continue;
            }
            ContainerProcess.Progress progress = launcher.advance(running, now);
            ContainerProcess.Exit exit = progress.exit();
            if (exit != null) {
                exited(c, exit.code(), exit.message(), exit.at());
            } else {
                wakeAt(progress.wake());
            }
        }
    }

    private void exited(ContainerRun c, int code, String message, Instant at) {
        Running running = processes.remove(c);
        if (running != null) {
            running.log().end();
        }
        PodSteps.exited(c, code, logs.terminationMessage(c, code, message), at);
    }

    private boolean carryOut(Turn turn, Instant now) {
        turn.notes().forEach(this::note);
        node.images().addAll(turn.pulledImages());
        for (ContainerRun c : turn.starts()) {
            processes.put(c, launcher.launch(node, run, c, now, logs.next(c)));
        }
        for (ContainerRun c : turn.stops()) {
            Running running = processes.get(c);
            Integer code = running == null ? Integer.valueOf(0) : launcher.stop(running, now);
            if (code != null) {
                exited(c, code, "", now);
            }
        }
        turn.kills().forEach(c -> exited(c, 137, "", now));
        boolean probed = false;
        for (Turn.DueProbe due : turn.probes()) {
            Running running = processes.get(due.container());
            if (running != null) {
                ContainerProcess.ProbeResult result = launcher.probe(
                        running, due.probe().kind().field(), due.probe().spec(), now);
                Turn after = PodSteps.probed(run, facts, due, result.success(), result.output(), now);
                carryOut(after, now);
                probed = true;
            }
        }
        return probed
                || !turn.starts().isEmpty()
                || !turn.stops().isEmpty()
                || !turn.kills().isEmpty();
    }

    private void note(Turn.Note note) {
        node.note(new EventNote(stored, note.type(), note.reason(), note.message()), note.fieldPath(), cause);
    }

    private boolean answersProbes(ContainerRun c) {
        Running running = processes.get(c);
        return running != null && running.process().answersProbes();
    }

    /**
     * Writes the status if it is another one than before, or somebody else has changed it. Whether it took in a state of
     * the object that nobody has acted on: such a state is not observed again.
     */
    private boolean writeStatus(Instant now) {
        ObjectNode status = PodStatuses.of(run, stored, node.hostIp(), now);
        if (status.equals(lastGenerated) && lastWritten != null) {
            JsonNode written = lastWritten.status();
            if (stored.revision() <= lastWritten.revision() || stored.status().equals(written)) {
                return false;
            }
        }
        if (status.equals(stored.status())) {
            return false;
        }
        boolean foreign = false;
        ResourceRef ref = ResourceRef.to(Resources.PODS, stored).sub("status");
        try {
            stored = node.client().update(ref, stored.withStatus(status), WriteOptions.causedBy(cause));
        } catch (StatusException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return false; // the informer will tell
            }
            if (!e.is(Reason.CONFLICT)) {
                throw e;
            }
            ApiObject newest = node.client().get(ResourceRef.to(Resources.PODS, stored));
            if (!newest.uid().equals(stored.uid())) {
                return false;
            }
            foreign = true;
            stored = newest;
            status = PodStatuses.of(run, stored, node.hostIp(), now);
            stored = node.client().update(ref, stored.withStatus(status), WriteOptions.causedBy(cause));
        }
        lastGenerated = status;
        lastWritten = stored;
        run.observe(stored);
        return foreign;
    }

    private void delete() {
        try {
            node.client()
                    .delete(
                            ResourceRef.to(Resources.PODS, stored),
                            DeleteOptions.ofUid(stored.uid()).grace(0).causedBy(cause));
        } catch (StatusException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }
}
