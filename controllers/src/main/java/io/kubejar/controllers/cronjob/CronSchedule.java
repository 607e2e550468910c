package io.kubejar.controllers.cronjob;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something is to happen again and again. Upstream: github.com/robfig/cron/v3 Schedule, v3.0.1. */
@FunctionalInterface
public interface CronSchedule {
    /** The first time after the given one; null when there is none within five years. */
    @Nullable
    Instant next(Instant after);

    /** Once each duration, counted from whatever time is given; at least a second, and whole seconds only. */
    static CronSchedule every(Duration duration) {
        long seconds = Math.max(1, duration.getSeconds());
        return after -> Instant.ofEpochSecond(after.getEpochSecond() + seconds);
    }
}
