package io.kubejar.core.loop;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A look at the loops.
 *
 * @param running tasks that are queued or running
 * @param busy loops with such tasks: the name, and what each says it is doing
 * @param nextRetry the next work that is held back, or null when there is none
 * @param nextTimer when the next timer of any kind is due, or null when there is none
 */
public record Activity(
        long running,
        List<String> busy,
        @Nullable Due nextRetry,
        @Nullable Instant nextTimer) {}
