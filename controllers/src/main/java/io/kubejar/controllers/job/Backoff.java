package io.kubejar.controllers.job;

import io.kubejar.core.object.ApiObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How many pods have failed since one has last succeeded, and when the last one did: new pods wait longer each time.
 * Upstream: backoffRecord, pkg/controller/job/backoff_utils.go, v1.36.
 */
record Backoff(int failures, @Nullable Instant lastFailure) {
    /** No failure. */
    static final Backoff NONE = new Backoff(0, null);

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The state after more pods have ended. */
    Backoff after(Collection<ApiObject> succeeded, Collection<ApiObject> failed) {
        if (succeeded.isEmpty()) {
            return failed.isEmpty() ? this : new Backoff(failures + failed.size(), latest(failed));
        }
        Instant lastSuccess = latest(succeeded);
        var since = failed.stream()
                .filter(pod -> JobPods.finishedAt(pod).isAfter(lastSuccess))
                .toList();
        return since.isEmpty() ? NONE : new Backoff(since.size(), latest(since));
    }

    private static Instant latest(Collection<ApiObject> pods) {
        return pods.stream().map(JobPods::finishedAt).max(Instant::compareTo).orElse(Instant.EPOCH);
    }

    /** How long the next pod still has to wait. */
    Duration remaining(Instant now) {
        return lastFailure == null ? Duration.ZERO : remaining(failures, lastFailure, now);
    }

    /** How long a pod has to wait that replaces the last one of its index. */
    static Duration remaining(@Nullable ApiObject lastOfIndex, Instant now) {
        return lastOfIndex == null
                ? Duration.ZERO
                : remaining(
                        JobPods.failures(lastOfIndex) + JobPods.ignoredFailures(lastOfIndex) + 1,
                        JobPods.finishedAt(lastOfIndex),
                        now);
    }

    private static Duration remaining(int failures, Instant lastFailure, Instant now) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration wait = FIRST;
        for (int i = 1; i < failures && wait.compareTo(LONGEST) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        Duration left = wait.minus(Duration.between(lastFailure, now));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
