package io.kubejar.core.loop;

/** Something that will run later. */
public interface Timer {
    /** Takes it back; without effect when its task has already been queued. */
    void cancel();
}
