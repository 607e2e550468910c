package io.kubejar.kubelet.pod;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Instant;
import java.util.List;

/**
 * The life of a pod: what is to be done next, from how it stands, what its object says and what time it is. Upstream:
 * kubelet.SyncPod and kuberuntime.SyncPod, v1.36.
 */
public final class PodSteps {
    private static final long DEFAULT_GRACE_SECONDS = 30;
    private static final String DEADLINE = "Pod was active on the node longer than the specified deadline";

    private PodSteps() {}

    /** Takes the pod as far as it goes now. Whoever calls carries the turn out and, if anything came of it, calls again. */
    public static Turn step(PodRun run, Facts facts, Instant now) {
        Turn turn = new Turn();
        if (run.finished) {
            return turn;
        }
        if (run.startTime == null) {
            run.startTime = now;
        }
        ContainerSteps steps = new ContainerSteps(run, facts, now, turn);
        mindTheEnd(run, turn, now);
        if (!run.stopping) {
            goOn(run, facts, steps, turn);
        }
        if (run.stopping) {
            stop(run, steps, now);
        }
        return turn;
    }

    /** Counts the result of a probe. */
    public static Turn probed(
            PodRun run, Facts facts, Turn.DueProbe made, boolean success, String output, Instant now) {
        Turn turn = new Turn();
        new ContainerSteps(run, facts, now, turn).probed(made.container(), made.probe(), success, output);
        return turn;
    }

    /** A container's process has ended. */
    public static void exited(ContainerRun c, int exitCode, String message, Instant at) {
        c.move(Stage.TERMINATED);
        c.exitCode = exitCode;
        c.exitReason = exitCode == 0 ? "Completed" : "Error";
        c.exitMessage = message;
        c.finishedAt = at;
        c.until = null;
        c.ready = false;
        c.started = false;
        c.probes.clear();
    }

    /** Begins to stop the pod when somebody deletes it, its time is over, or its object says that it has ended. */
    private static void mindTheEnd(PodRun run, Turn turn, Instant now) {
        ApiObject pod = run.pod();
        if (pod.isTerminating()) {
            long grace = Json.number(pod.metadata(), DEFAULT_GRACE_SECONDS, "deletionGracePeriodSeconds");
            stopBy(run, now.plusSeconds(grace));
            return;
        }
        String phase = Json.textOr(pod.status(), "", "phase");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            stopBy(run, now.plusSeconds(graceOf(pod)));
            return;
        }
        long deadline = Json.number(pod.spec(), 0, "activeDeadlineSeconds");
        if (deadline > 0 && run.startTime != null && !run.stopping) {
            Instant end = run.startTime.plusSeconds(deadline);
            if (now.isBefore(end)) {
                turn.wakeAt(end);
            } else {
                run.endReason = "DeadlineExceeded";
                run.endMessage = DEADLINE;
                turn.normal("DeadlineExceeded", DEADLINE, "");
                stopBy(run, now.plusSeconds(graceOf(pod)));
            }
        }
    }

    private static long graceOf(ApiObject pod) {
        return Json.number(pod.spec(), DEFAULT_GRACE_SECONDS, "terminationGracePeriodSeconds");
    }

    private static void stopBy(PodRun run, Instant killAt) {
        run.stopping = true;
        if (run.killAt == null || killAt.isBefore(run.killAt)) {
            run.killAt = killAt;
            run.all().filter(c -> c.stage() == Stage.STOPPING).forEach(c -> {
                if (c.until == null || killAt.isBefore(c.until)) {
                    c.until = killAt;
                }
            });
        }
    }

    private static void goOn(PodRun run, Facts facts, ContainerSteps steps, Turn turn) {
        if (!run.sandbox) {
            String problem = facts.volumeProblem();
            if (problem != null) {
                if (!problem.equals(run.mountProblem)) {
                    turn.warning("FailedMount", problem, "");
                }
                run.mountProblem = problem;
                return;
            }
            run.sandbox = true;
            run.podIp = facts.podIp();
        }
        if (!initialize(run, steps)) {
            return;
        }
        run.apps.forEach(steps::progress);
        if (run.apps.stream().allMatch(ContainerRun::isDone)) {
            stopBy(run, run.pod().isTerminating() && run.killAt != null ? run.killAt : Instant.MAX);
        }
    }

    /** Runs the init containers one after the other; whether the others may run. */
    private static boolean initialize(PodRun run, ContainerSteps steps) {
        for (ContainerRun c : run.inits) {
            boolean sidecar = c.spec.role() == ContainerSpec.Role.SIDECAR;
            if (sidecar || (!run.initialized && !c.isInitialized())) {
                steps.progress(c);
            }
            if (c.isDone() && c.exitCode != 0) {
                run.stopping = true;
                return false;
            }
            if (!run.initialized && !c.isInitialized()) {
                return false;
            }
        }
        run.initialized = true;
        return true;
    }

    /** Stops what runs: the containers together, then the sidecars from the last to the first. */
    private static void stop(PodRun run, ContainerSteps steps, Instant now) {
        Instant killAt =
                run.killAt == null || run.killAt.equals(Instant.MAX) ? now.plusSeconds(graceOf(run.pod())) : run.killAt;
        List<ContainerRun> first = run.all()
                .filter(c ->
                        c.spec.role() != ContainerSpec.Role.SIDECAR && c.stage().isAlive())
                .toList();
        if (!first.isEmpty()) {
            first.forEach(c -> stop(c, steps, killAt));
            return;
        }
        for (int i = run.inits.size() - 1; i >= 0; i--) {
            ContainerRun c = run.inits.get(i);
            if (c.stage().isAlive()) {
                stop(c, steps, killAt);
                return;
            }
        }
        run.finished = true;
    }

    private static void stop(ContainerRun c, ContainerSteps steps, Instant killAt) {
        if (c.stage() == Stage.RUNNING) {
            steps.stop(c, "Stopping container " + c.spec.name(), killAt);
        } else {
            steps.stopOrKill(c);
        }
    }
}
