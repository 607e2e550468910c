package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one container of a pod stands. Changed by the functions of this package only; one thread. */
public final class ContainerRun {
    ContainerSpec spec;
    boolean redefined; // its image is another one than that of the running instance
    private Stage stage = Stage.WAITING;
    private final List<Stage> history = new ArrayList<>(List.of(Stage.WAITING));

    String reason = ""; // of a stage that waits
    String message = "";
    boolean pulling;
    boolean shown; // its end was written into the status

    @Nullable
    Instant until; // when the stage ends by itself

    int restartCount;
    BackOff backOff = BackOff.NONE;
    BackOff imageBackOff = BackOff.NONE;

    String containerId = "";

    @Nullable
    Instant startedAt;

    @Nullable
    Instant finishedAt;

    int exitCode;
    String exitReason = "";
    String exitMessage = "";
    boolean started;
    boolean ready;
    final List<Probe> probes = new ArrayList<>();
    String killReason = ""; // why it is being stopped alone; "" when the whole pod stops

    @Nullable
    JsonNode lastTermination;

    /** A container that has not begun. */
    ContainerRun(ContainerSpec spec) {
        this.spec = spec;
    }

    /** Its declaration. */
    public ContainerSpec spec() {
        return spec;
    }

    /** Where it stands. */
    public Stage stage() {
        return stage;
    }

    /** How often it was started again. */
    public int restartCount() {
        return restartCount;
    }

    /** When the present or last instance has started; null before. */
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    /** The id of the present or last instance; "" before. */
    public String containerId() {
        return containerId;
    }

    /** Takes a newer declaration. */
    void redefine(JsonNode declared) {
        boolean other = !Json.textOr(declared, "", "image").equals(spec.image());
        spec = new ContainerSpec(spec.role(), declared, spec.podRestartPolicy());
        redefined |= other && stage == Stage.RUNNING;
        if (other && (stage == Stage.HELD || stage == Stage.IMAGE_BACK_OFF)) {
            until = null;
            reason = "";
            message = "";
            imageBackOff = BackOff.NONE;
        }
    }

    /** Whether it has ended well and is not to run again. */
    boolean isDone() {
        return stage == Stage.TERMINATED && !redefined && !spec.restarts(exitCode);
    }

    /** Whether an init container need not be waited for any longer. */
    boolean isInitialized() {
        return spec.role() == ContainerSpec.Role.SIDECAR ? started : stage == Stage.TERMINATED && exitCode == 0;
    }

    void move(Stage to) {
        if (!stage.next().contains(to)) {
            throw new IllegalStateException(
                    "container " + spec.name() + " cannot go from " + stage + " to " + to + "; it went " + history);
        }
        adopt(to);
    }

    /** Sets a stage that was found, not reached. */
    void adopt(Stage found) {
        stage = found;
        if (history.size() == 16) {
            history.remove(0);
        }
        history.add(found);
    }
}
