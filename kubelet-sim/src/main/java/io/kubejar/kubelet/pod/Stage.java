package io.kubejar.kubelet.pod;

import java.util.EnumSet;
import java.util.Set;

/** Where one container stands. The table of moves is complete: any other is a fault of this program. */
public enum Stage {
    /** Not begun: the pod is not that far. */
    WAITING,
    /** Its image is on the way, or it is about to start. */
    STARTING,
    /** Something that it needs is missing: a ConfigMap, a Secret, a valid image name. */
    HELD,
    /** Its image could not be pulled; it will be tried again. */
    IMAGE_BACK_OFF,
    /** It runs. */
    RUNNING,
    /** It was told to stop and may take its time. */
    STOPPING,
    /** It has ended. */
    TERMINATED,
    /** It has ended too often too quickly and waits to be started again. */
    CRASH_BACK_OFF;

    /** The stages that may follow this one. */
    public Set<Stage> next() {
        return switch (this) {
            case WAITING -> EnumSet.of(STARTING);
            case STARTING -> EnumSet.of(RUNNING, HELD, IMAGE_BACK_OFF);
            case HELD, IMAGE_BACK_OFF, CRASH_BACK_OFF -> EnumSet.of(STARTING);
            case RUNNING -> EnumSet.of(STOPPING, TERMINATED);
            case STOPPING -> EnumSet.of(TERMINATED);
            case TERMINATED -> EnumSet.of(STARTING, CRASH_BACK_OFF);
        };
    }

    /** Whether there is a process. */
    public boolean isAlive() {
        return this == RUNNING || this == STOPPING;
    }
}
