package io.kubejar.core.node;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log to read, as in the query of {@code pods/log}. Upstream: core/v1 PodLogOptions, v1.36.
 *
 * @param previous the log of the container instance before the last restart
 * @param follow whether to stay for what is still to come
 * @param timestamps whether each line begins with its time in RFC 3339 and nanoseconds
 * @param since only lines of this time or later; null for all
 * @param tailLines only this many lines at the end; null for all
 * @param limitBytes no more than this many bytes; null for all
 */
public record LogOptions(
        boolean previous,
        boolean follow,
        boolean timestamps,
        @Nullable Instant since,
        @Nullable Long tailLines,
        @Nullable Long limitBytes) {
    /** The whole log of the present instance as it is now. */
    public static final LogOptions ALL = new LogOptions(false, false, false, null, null, null);
}
