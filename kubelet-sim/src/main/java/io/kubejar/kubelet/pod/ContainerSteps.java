package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The steps of one container: image, start, probes, end, and starting again. Words and order of events: kuberuntime
 * startContainer and doBackOff, images.EnsureImageExists, v1.36.
 */
final class ContainerSteps {
    private final PodRun pod;
    private final Facts facts;
    private final Instant now;
    private final Turn turn;

    ContainerSteps(PodRun pod, Facts facts, Instant now, Turn turn) {
        this.pod = pod;
        this.facts = facts;
        this.now = now;
        this.turn = turn;
    }

    /** Takes the container as far as it goes now. */
    void progress(ContainerRun c) {
        switch (c.stage()) {
            case WAITING -> begin(c);
            case STARTING -> goOn(c);
            case HELD -> lookAgain(c);
            case IMAGE_BACK_OFF -> imageBackOff(c);
            case RUNNING -> {
                if (c.redefined) {
                    killForDefinition(c);
                } else {
                    probe(c);
                }
            }
            case STOPPING -> stopOrKill(c);
            case TERMINATED -> ended(c);
            case CRASH_BACK_OFF -> {
                if (isDue(c)) {
                    again(c);
                }
            }
        }
    }

    private boolean isDue(ContainerRun c) {
        if (c.until == null || !now.isBefore(c.until)) {
            return true;
        }
        turn.wakeAt(c.until);
        return false;
    }

    private void begin(ContainerRun c) {
        c.move(Stage.STARTING);
        c.reason = "";
        c.message = "";
        String image = c.spec.image();
        Facts.ImageState state = facts.image(image);
        boolean present = state.presence() == Facts.ImageState.Presence.PRESENT;
        if (state.presence() == Facts.ImageState.Presence.INVALID) {
            String message = "Failed to apply default image tag \"" + image + "\": " + state.problem();
            turn.warning("InspectFailed", message, c.spec.fieldPath());
            hold(c, "InvalidImageName", message, "InvalidImageName");
        } else if (c.spec.pullPolicy().equals("Never") && !present) {
            String message = "Container image \"" + image + "\" is not present with pull policy of Never";
            turn.warning("ErrImageNeverPull", message, c.spec.fieldPath());
            hold(c, "ErrImageNeverPull", message, "ErrImageNeverPull");
        } else if (state.presence() == Facts.ImageState.Presence.ABSENT) {
            pullFailed(c, state.problem());
        } else {
            c.pulling = !present || c.spec.pullPolicy().equals("Always");
            if (c.pulling) {
                turn.normal("Pulling", "Pulling image \"" + image + "\"", c.spec.fieldPath());
            } else {
                turn.normal(
                        "Pulled",
                        "Container image \"" + image + "\" already present on machine and can be accessed by the pod",
                        c.spec.fieldPath());
            }
            c.until = now.plus(facts.startDelay());
            goOn(c);
        }
    }

    /** What was missing may be there now, or the image may be another one. */
    private void lookAgain(ContainerRun c) {
        if (c.reason.isEmpty()) {
            begin(c);
        } else if (c.reason.equals("CreateContainerConfigError")
                && !c.message.equals(facts.environmentProblem(c.spec))) {
            c.move(Stage.STARTING);
            goOn(c);
        }
    }

    private void goOn(ContainerRun c) {
        if (!isDue(c)) {
            return;
        }
        if (c.pulling) {
            c.pulling = false;
            turn.pulledImages.add(c.spec.image());
            String took = goDuration(facts.startDelay());
            turn.normal(
                    "Pulled",
                    "Successfully pulled image \"" + c.spec.image() + "\" in " + took + " (" + took
                            + " including waiting). Image size: "
                            + facts.image(c.spec.image()).size() + " bytes.",
                    c.spec.fieldPath());
        }
        String problem = facts.environmentProblem(c.spec);
        if (problem != null) {
            hold(c, "CreateContainerConfigError", problem, problem);
            return;
        }
        start(c);
    }

    private void hold(ContainerRun c, String reason, String message, String error) {
        c.move(Stage.HELD);
        c.reason = reason;
        c.message = message;
        c.until = null;
        turn.warning("Failed", "Error: " + error, c.spec.fieldPath());
    }

    private void pullFailed(ContainerRun c, String problem) {
        String image = c.spec.image();
        turn.normal("Pulling", "Pulling image \"" + image + "\"", c.spec.fieldPath());
        turn.warning("Failed", "Failed to pull image \"" + image + "\": " + problem, c.spec.fieldPath());
        turn.warning("Failed", "Error: ErrImagePull", c.spec.fieldPath());
        c.move(Stage.IMAGE_BACK_OFF);
        c.reason = "ErrImagePull";
        c.message = problem;
        c.imageBackOff = c.imageBackOff.restarted(now);
        c.until = now.plus(c.imageBackOff.delay() == null ? Duration.ZERO : c.imageBackOff.delay());
        turn.checkpoint = true;
    }

    private void imageBackOff(ContainerRun c) {
        if (c.reason.equals("ErrImagePull")) {
            turn.normal("BackOff", "Back-off pulling image \"" + c.spec.image() + "\"", c.spec.fieldPath());
            turn.warning("Failed", "Error: ImagePullBackOff", c.spec.fieldPath());
            c.reason = "ImagePullBackOff";
            c.message = "Back-off pulling image \"" + c.spec.image() + "\": ErrImagePull: " + c.message;
        }
        if (isDue(c)) {
            begin(c);
        }
    }

    private void start(ContainerRun c) {
        boolean again = !c.containerId.isEmpty();
        if (again) {
            c.restartCount++;
        }
        c.move(Stage.RUNNING);
        c.shown = false;
        c.until = null;
        c.containerId = id(pod.pod().uid(), c.spec.name(), c.restartCount);
        c.startedAt = now;
        c.finishedAt = null;
        c.killReason = "";
        c.redefined = false;
        turn.normal("Created", "Container created", c.spec.fieldPath());
        turn.normal("Started", "Container started", c.spec.fieldPath());
        turn.starts.add(c);
        prepareProbes(c, now);
    }

    /** Sets the probes of a container that runs since the given time. */
    static void prepareProbes(ContainerRun c, Instant since) {
        c.probes.clear();
        for (Probe.Kind kind : Probe.Kind.values()) {
            JsonNode declared = c.spec.json().path(kind.field());
            if (declared.isObject()) {
                c.probes.add(new Probe(kind, declared, since));
            }
        }
    }

    private static boolean has(ContainerRun c, Probe.Kind kind) {
        return c.probes.stream().anyMatch(p -> p.kind() == kind);
    }

    private void probe(ContainerRun c) {
        if (c.spec.role() == ContainerSpec.Role.INIT) {
            return;
        }
        c.started |= !has(c, Probe.Kind.STARTUP);
        boolean answers = !c.probes.isEmpty() && facts.probesAnswer(c.spec);
        for (Probe probe : List.copyOf(c.probes)) {
            if ((probe.kind() == Probe.Kind.STARTUP) == c.started) {
                continue; // the others wait for the startup probe, which is made no more afterwards
            }
            boolean atOnce = !answers && facts.startDelay().isZero();
            if (!atOnce && now.isBefore(probe.next())) {
                turn.wakeAt(probe.next());
            } else if (answers) {
                turn.probes.add(new Turn.DueProbe(c, probe));
            } else {
                c.probes.remove(probe);
                c.started |= probe.kind() == Probe.Kind.STARTUP;
                if (probe.kind() == Probe.Kind.STARTUP) {
                    probe(c);
                    return;
                }
            }
        }
        c.ready = c.started && (c.ready || !has(c, Probe.Kind.READINESS));
    }

    /** Counts the result of a probe. */
    void probed(ContainerRun c, Probe probe, boolean success, String output) {
        if (c.stage() != Stage.RUNNING || !c.probes.contains(probe)) {
            return;
        }
        Probe.Verdict verdict = probe.count(success, now);
        if (!success) {
            turn.warning("Unhealthy", probe.kind().word() + " probe failed: " + output, c.spec.fieldPath());
        }
        turn.wakeAt(probe.next());
        if (verdict == Probe.Verdict.UNDECIDED) {
            return;
        }
        boolean passed = verdict == Probe.Verdict.PASSED;
        switch (probe.kind()) {
            case READINESS -> c.ready = passed;
            case STARTUP -> {
                c.probes.remove(probe);
                c.started = passed;
                c.ready = passed && !has(c, Probe.Kind.READINESS);
                if (!passed) {
                    killFor(c, probe);
                }
            }
            case LIVENESS -> {
                if (!passed) {
                    killFor(c, probe);
                }
            }
        }
    }

    private void killForDefinition(ContainerRun c) {
        long grace = Json.number(pod.pod().spec(), 30, "terminationGracePeriodSeconds");
        stop(c, "Container " + c.spec.name() + " definition changed, will be restarted", now.plusSeconds(grace));
    }

    private void killFor(ContainerRun c, Probe probe) {
        String what = c.spec.role() == ContainerSpec.Role.SIDECAR ? "Init container " : "Container ";
        String message = what + c.spec.name() + " failed " + probe.kind().word().toLowerCase(java.util.Locale.ROOT)
                + " probe"
                + (c.spec.role() == ContainerSpec.Role.APP && c.spec.restarts(137) ? ", will be restarted" : "");
        long podGrace = Json.number(pod.pod().spec(), 30, "terminationGracePeriodSeconds");
        long grace = Json.number(probe.spec(), podGrace, "terminationGracePeriodSeconds");
        stop(c, message, now.plusSeconds(grace));
    }

    /** Asks a running container to end until the given time. */
    void stop(ContainerRun c, String message, Instant killAt) {
        c.move(Stage.STOPPING);
        c.killReason = message;
        c.until = killAt;
        c.probes.clear();
        turn.normal("Killing", message, c.spec.fieldPath());
        turn.stops.add(c);
        turn.wakeAt(killAt);
    }

    /** Ends a container that did not stop in time. */
    void stopOrKill(ContainerRun c) {
        if (isDue(c)) {
            turn.kills.add(c);
        }
    }

    private void ended(ContainerRun c) {
        if (c.isDone() || (c.spec.role() == ContainerSpec.Role.INIT && c.exitCode == 0)) {
            return;
        }
        if (!c.shown) { // others see that it has ended before it starts again
            c.shown = true;
            turn.checkpoint = true;
            return;
        }
        Instant finished = c.finishedAt == null ? now : c.finishedAt;
        c.lastTermination = ContainerStatuses.terminated(c);
        Duration delay = c.redefined ? null : c.backOff.delayAfter(finished);
        if (delay == null || !now.isBefore(finished.plus(delay))) {
            again(c);
            return;
        }
        c.move(Stage.CRASH_BACK_OFF);
        c.until = finished.plus(delay);
        c.reason = "CrashLoopBackOff";
        c.message = "back-off " + BackOff.text(delay) + " restarting failed container=" + c.spec.name() + " pod="
                + pod.display();
        turn.warning(
                "BackOff",
                "Back-off restarting failed container " + c.spec.name() + " in pod " + pod.display(),
                c.spec.fieldPath());
        turn.wakeAt(c.until);
    }

    private void again(ContainerRun c) {
        c.backOff = c.backOff.restarted(c.finishedAt == null ? now : c.finishedAt);
        begin(c);
    }

    /** The id of a container instance: the same for the same instance. */
    static String id(String uid, String container, int instance) {
        return "containerd://" + sha256(uid + "/" + container + "/" + instance);
    }

    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String goDuration(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        String seconds = java.math.BigDecimal.valueOf(millis % 60_000, 3)
                .stripTrailingZeros()
                .toPlainString();
        return millis < 60_000 ? seconds + "s" : millis / 60_000 + "m" + seconds + "s";
    }
}
