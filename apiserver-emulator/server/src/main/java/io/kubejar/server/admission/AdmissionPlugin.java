package io.kubejar.server.admission;

/** One admission plugin. Refuses by throwing {@link io.kubejar.core.error.StatusException}. */
public interface AdmissionPlugin {
    /** Its name as in {@code --enable-admission-plugins}. */
    String name();

    /** Changes the new state, or refuses. */
    default void mutate(AdmissionRequest request) {}

    /** Refuses what must not be stored; changes nothing. */
    default void validate(AdmissionRequest request) {}

    /** The request is over, whatever came of it: what it stored is to be seen by everybody. Never throws. */
    default void finish(AdmissionRequest request) {}
}
