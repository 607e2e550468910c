package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;

/**
 * Takes over pods that have been running before this program began: what the status shows as running runs on, as it does
 * when a kubelet is restarted.
 */
public final class Adoption {
    private Adoption() {}

    /** A pod as its status shows it. */
    public static PodRun of(ApiObject pod) {
        PodRun run = new PodRun(pod);
        JsonNode status = pod.status();
        run.startTime = Times.parse(Json.text(status, "startTime"));
        if (run.startTime == null) {
            return run;
        }
        String phase = Json.textOr(status, "", "phase");
        run.podIp = Json.textOr(status, "", "podIP");
        run.sandbox = !run.podIp.isEmpty();
        status.path("initContainerStatuses").forEach(s -> adopt(run, s));
        status.path("containerStatuses").forEach(s -> adopt(run, s));
        run.initialized = run.apps.stream().anyMatch(c -> !c.containerId.isEmpty());
        run.finished = phase.equals("Succeeded") || phase.equals("Failed");
        if (run.finished) {
            run.endReason = Json.textOr(status, "", "reason");
            run.endMessage = Json.textOr(status, "", "message");
        }
        return run;
    }

    /**
     * A pod whose kubelet has started anew: containers run on, and what only the kubelet knew is gone, which is its back-offs
     * and how its probes stood. What was ready stays so until a probe says otherwise. Upstream: worker.doProbe and
     * manager.UpdatePodStatus, pkg/kubelet/prober, v1.36.
     */
    public static void again(PodRun run) {
        run.all().forEach(c -> {
            c.backOff = BackOff.NONE;
            c.imageBackOff = BackOff.NONE;
            if (c.stage() == Stage.IMAGE_BACK_OFF || c.stage() == Stage.CRASH_BACK_OFF) {
                c.until = null;
            } else if (c.stage() == Stage.RUNNING) {
                ContainerSteps.prepareProbes(c, c.startedAt == null ? Instant.EPOCH : c.startedAt);
            }
        });
    }

    private static void adopt(PodRun run, JsonNode status) {
        ContainerRun c = run.container(Json.textOr(status, "", "name"));
        if (c == null) {
            return;
        }
        c.restartCount = (int) Json.number(status, 0, "restartCount");
        c.containerId = Json.textOr(status, "", "containerID");
        JsonNode last = Json.at(status, "lastState", "terminated");
        if (last.isObject()) {
            c.lastTermination = last;
        }
        JsonNode state = status.path("state");
        if (state.has("running")) {
            c.startedAt = Times.parse(Json.text(state, "running", "startedAt"));
            c.started = Json.isTrue(status, "started");
            c.ready = Json.isTrue(status, "ready");
            c.adopt(Stage.RUNNING);
            ContainerSteps.prepareProbes(c, c.startedAt == null ? Instant.EPOCH : c.startedAt);
        } else if (state.has("terminated")) {
            ended(c, state.path("terminated"));
            c.adopt(Stage.TERMINATED);
        } else if (last.isObject()) {
            ended(c, last);
            c.shown = true;
            c.adopt(Stage.TERMINATED);
        }
    }

    private static void ended(ContainerRun c, JsonNode terminated) {
        c.startedAt = Times.parse(Json.text(terminated, "startedAt"));
        c.finishedAt = Times.parse(Json.text(terminated, "finishedAt"));
        c.exitCode = (int) Json.number(terminated, 0, "exitCode");
        c.exitReason = Json.textOr(terminated, "", "reason");
        c.exitMessage = Json.textOr(terminated, "", "message");
    }
}
