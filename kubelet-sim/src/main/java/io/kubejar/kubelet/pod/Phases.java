package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;

/** The phase of a pod, from how its containers stand. Upstream: getPhase, pkg/kubelet/kubelet_pods.go, v1.36. */
final class Phases {
    private Phases() {}

    /** The phase; a pod that has finished is always Succeeded or Failed. */
    static String of(PodRun run) {
        if (!run.endReason.isEmpty() && run.finished) {
            return "Failed";
        }
        String phase = count(run);
        boolean terminal = phase.equals("Succeeded") || phase.equals("Failed");
        if (run.finished) {
            return terminal ? phase : "Failed";
        }
        // a phase that says "ended" waits until nothing runs any more
        return terminal && run.all().anyMatch(c -> c.stage().isAlive()) ? "Running" : phase;
    }

    private static String count(PodRun run) {
        boolean anyStarted = run.apps.stream().anyMatch(c -> !c.containerId.isEmpty());
        Inits inits = Inits.of(run);
        if (inits.failed > 0) {
            return "Failed";
        }
        int running = inits.running;
        int waiting = inits.waitingSidecars;
        int stopped = 0;
        int stoppedForGood = 0;
        int succeeded = 0;
        for (ContainerRun c : run.apps) {
            if (c.stage().isAlive()) {
                running++;
            } else if (c.stage() == Stage.TERMINATED || c.lastTermination != null) {
                stopped++;
                int code = c.stage() == Stage.TERMINATED ? c.exitCode : lastCode(c);
                stoppedForGood += c.spec.restarts(code) ? 0 : 1;
                succeeded += c.stage() == Stage.TERMINATED && code == 0 ? 1 : 0;
            } else {
                waiting++;
            }
        }
        if (inits.pending > 0 || (inits.pendingSidecars > 0 && !anyStarted) || waiting > 0) {
            return "Pending";
        }
        if (running > 0) {
            return "Running";
        }
        if (stopped == 0) {
            return "Pending";
        }
        boolean forGood = run.finished || stopped == stoppedForGood;
        if (!forGood) {
            return "Running";
        }
        return stopped == succeeded ? "Succeeded" : "Failed";
    }

    private static int lastCode(ContainerRun c) {
        JsonNode last = c.lastTermination;
        return last == null ? 0 : (int) Json.number(last, 0, "exitCode");
    }

    /** Init containers and sidecars, counted. */
    private record Inits(int pending, int failed, int running, int pendingSidecars, int waitingSidecars) {
        static Inits of(PodRun run) {
            int pending = 0;
            int failed = 0;
            int running = 0;
            int pendingSidecars = 0;
            int waitingSidecars = 0;
            for (ContainerRun c : run.inits) {
                boolean sidecar = c.spec.role() == ContainerSpec.Role.SIDECAR;
                boolean ended = c.stage() == Stage.TERMINATED || (!c.stage().isAlive() && c.lastTermination != null);
                if (!sidecar) {
                    pending += ended ? 0 : 1;
                    failed += c.isDone() && c.exitCode != 0 ? 1 : 0;
                } else if (c.stage().isAlive()) {
                    running++;
                    pendingSidecars += c.started ? 0 : 1;
                } else if (!ended) {
                    pendingSidecars++;
                    waitingSidecars++;
                }
            }
            return new Inits(pending, failed, running, pendingSidecars, waitingSidecars);
        }
    }
}
