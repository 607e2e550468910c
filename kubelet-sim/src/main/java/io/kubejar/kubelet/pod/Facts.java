package io.kubejar.kubelet.pod;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a pod's next step depends on beside the pod and the time. Answers come at once and change nothing. */
public interface Facts {
    /** How an image stands on the node. */
    ImageState image(String image);

    /** How long a container takes from its turn until it runs; zero for at once. */
    Duration startDelay();

    /** Why the pod's volumes cannot be mounted, as the kubelet says it; null when they can. */
    @Nullable
    String volumeProblem();

    /** Why the container's environment cannot be made, as the kubelet says it; null when it can. */
    @Nullable
    String environmentProblem(ContainerSpec container);

    /** Whether the container's probes have results of their own; else they succeed without being made. */
    boolean probesAnswer(ContainerSpec container);

    /** The pod's address; the same one each time. */
    String podIp();

    /**
     * How an image stands.
     *
     * @param presence whether it can be used
     * @param problem what a failed pull says; "" when there is none
     * @param size in bytes
     */
    record ImageState(Presence presence, String problem, long size) {
        /** Whether an image can be used. */
        public enum Presence {
            /** On the node already. */
            PRESENT,
            /** Not yet on the node, and a pull succeeds. */
            PULLABLE,
            /** A pull fails. */
            ABSENT,
            /** The name is none. */
            INVALID
        }
    }
}
