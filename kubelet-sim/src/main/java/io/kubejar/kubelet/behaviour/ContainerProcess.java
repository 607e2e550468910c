package io.kubejar.kubelet.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The process of one container instance. It never runs by itself: it is told what time it is. One thread. */
public interface ContainerProcess {
    /** Does what is to be done up to now, and says how it stands. */
    Progress advance(Instant now);

    /** Is asked to end (SIGTERM): its exit code, or null to go on until it is killed. */
    default @Nullable Integer stop(Instant now) {
        return 0;
    }

    /** Whether {@link #probe} has answers; else probes succeed without being made. */
    default boolean answersProbes() {
        return false;
    }

    /**
     * Answers a probe.
     *
     * @param field {@code startupProbe}, {@code livenessProbe} or {@code readinessProbe}
     * @param probe its declaration
     */
    default ProbeResult probe(String field, JsonNode probe, Instant now) {
        return ProbeResult.SUCCESS;
    }

    /** The result of a probe with the words that the event shows. */
    record ProbeResult(boolean success, String output) {
        /** All is well. */
        public static final ProbeResult SUCCESS = new ProbeResult(true, "");

        /** Not well, for this reason. */
        public static ProbeResult failure(String output) {
            return new ProbeResult(false, output);
        }
    }

    /**
     * How a process stands.
     *
     * @param exit how it has ended; null while it runs
     * @param wake when it wants to be advanced again; null when it only waits to be stopped
     */
    record Progress(@Nullable Exit exit, @Nullable Instant wake) {
        /** It runs until somebody stops it. */
        public static final Progress FOR_EVER = new Progress(null, null);

        /** It has ended. */
        public static Progress exited(int code, Instant at) {
            return new Progress(new Exit(code, "", at), null);
        }

        /** It goes on at the given time. */
        public static Progress until(Instant wake) {
            return new Progress(null, wake);
        }
    }

    /** The end of a process: its code, its termination message ("" for none), and when it ended. */
    record Exit(int code, String message, Instant at) {}
}
