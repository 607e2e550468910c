package io.kubejar.kubelet.fleet;

import io.kubejar.kubelet.env.Environment;
import io.kubejar.kubelet.env.Volumes;
import io.kubejar.kubelet.pod.ContainerRun;
import io.kubejar.kubelet.pod.ContainerSpec;
import io.kubejar.kubelet.pod.Facts;
import io.kubejar.kubelet.pod.ImageNames;
import io.kubejar.kubelet.pod.PodRun;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is so on the node for one pod. */
final class PodFacts implements Facts {
    private static final long IMAGE_SIZE_MIN = 5_000_000;
    private static final long IMAGE_SIZE_SPAN = 120_000_000;

    private final FleetNode node;
    private final PodRun run;
    private final Launcher launcher;
    private final FleetOptions options;
    private final Predicate<ContainerRun> answers;
    private boolean held;

    PodFacts(FleetNode node, PodRun run, Launcher launcher, FleetOptions options, Predicate<ContainerRun> answers) {
        this.node = node;
        this.run = run;
        this.launcher = launcher;
        this.options = options;
        this.answers = answers;
    }

    /** Whether the last answer about volumes or environments was a problem. */
    boolean isHeld() {
        return held;
    }

    @Override
    public ImageState image(String image) {
        String problem = ImageNames.problem(image);
        if (problem != null) {
            return new ImageState(ImageState.Presence.INVALID, problem, 0);
        }
        if (node.images().contains(image)) {
            return new ImageState(ImageState.Presence.PRESENT, "", size(image));
        }
        String absent = launcher.behaviours().pullProblem(image);
        return absent == null
                ? new ImageState(ImageState.Presence.PULLABLE, "", size(image))
                : new ImageState(ImageState.Presence.ABSENT, absent, 0);
    }

    private static long size(String image) {
        return IMAGE_SIZE_MIN + Math.floorMod(image.hashCode() * 2_654_435_761L, IMAGE_SIZE_SPAN);
    }

    @Override
    public Duration startDelay() {
        return options.podStartDelay();
    }

    @Override
    public @Nullable String volumeProblem() {
        return noted(Volumes.problem(run.pod(), launcher.lookup(node)));
    }

    @Override
    public @Nullable String environmentProblem(ContainerSpec container) {
        return noted(Environment.of(run.pod(), container.json(), launcher.lookup(node), Launcher.place(node, run))
                .problem());
    }

    private @Nullable String noted(@Nullable String problem) {
        held = problem != null;
        return problem;
    }

    @Override
    public boolean probesAnswer(ContainerSpec container) {
        ContainerRun c = run.container(container.name());
        return c != null && answers.test(c);
    }

    @Override
    public String podIp() {
        if (!run.podIp().isEmpty()) {
            return run.podIp();
        }
        return io.kubejar.core.object.Json.isTrue(run.pod().spec(), "hostNetwork")
                ? node.hostIp()
                : node.addresses().take();
    }
}
