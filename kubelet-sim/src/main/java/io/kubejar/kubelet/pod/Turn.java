package io.kubejar.kubelet.pod;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one step of a pod asks for: events to tell, processes to start, probe or stop, and when to look again. */
public final class Turn {
    /** An Event about the pod, or about the container of this field path. */
    public record Note(String type, String reason, String message, String fieldPath) {}

    final List<Note> notes = new ArrayList<>();
    final List<ContainerRun> starts = new ArrayList<>();
    final List<ContainerRun> stops = new ArrayList<>();
    final List<ContainerRun> kills = new ArrayList<>();
    final List<DueProbe> probes = new ArrayList<>();
    private @Nullable Instant wake;
    final List<String> pulledImages = new ArrayList<>();
    boolean checkpoint;

    /** A probe that is due. */
    public record DueProbe(ContainerRun container, Probe probe) {}

    /** The events, in order. */
    public List<Note> notes() {
        return notes;
    }

    /** Containers whose process is to be started. */
    public List<ContainerRun> starts() {
        return starts;
    }

    /** Containers whose process is to be asked to end. */
    public List<ContainerRun> stops() {
        return stops;
    }

    /** Containers whose process is to be ended at once: they did not stop in time. */
    public List<ContainerRun> kills() {
        return kills;
    }

    /** Probes to make. */
    public List<DueProbe> probes() {
        return probes;
    }

    /** When to take the next step if nothing happens before; null when nothing will happen by itself. */
    public @Nullable Instant wake() {
        return wake;
    }

    /** Images that are on the node from now on. */
    public List<String> pulledImages() {
        return pulledImages;
    }

    /** Whether the status as it is now should be seen by others before the next step. */
    public boolean isCheckpoint() {
        return checkpoint;
    }

    void wakeAt(@Nullable Instant at) {
        if (at != null && (wake == null || at.isBefore(wake))) {
            wake = at;
        }
    }

    void normal(String reason, String message, String fieldPath) {
        notes.add(new Note("Normal", reason, message, fieldPath));
    }

    void warning(String reason, String message, String fieldPath) {
        notes.add(new Note("Warning", reason, message, fieldPath));
    }
}
