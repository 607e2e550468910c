package io.kubejar.controllers.cronjob;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a CronJob should have started its last Job, and when it starts the next. Upstream: mostRecentScheduleTime and
 * nextScheduleTimeDuration, pkg/controller/cronjob/utils.go, v1.36.
 *
 * @param earliest the time from which on starts count
 * @param due the last time until now at which a Job should have started; null when there is none
 * @param missed how many starts lie between, roughly
 * @param error why the schedule makes no sense; null when it does
 */
record StartTimes(
        Instant earliest,
        @Nullable Instant due,
        long missed,
        @Nullable String error) {
    /** Above this many missed starts somebody should look. */
    private static final long MANY = 100;
    /** Clocks differ a little: upstream looks again this much after the time. */
    private static final Duration PADDING = Duration.ofMillis(100);

    static StartTimes of(ApiObject cronJob, CronSchedule schedule, Instant now, boolean withDeadline) {
        Instant earliest = earliest(cronJob, now, withDeadline);
        Instant first = schedule.next(earliest);
        Instant second = first == null ? null : schedule.next(first);
        if (first != null && now.isBefore(first)) {
            return new StartTimes(earliest, null, 0, null);
        }
        if (first != null && second != null && now.isBefore(second)) {
            return new StartTimes(earliest, first, 0, null);
        }
        long between = first == null || second == null
                ? 0
                : Duration.between(first, second).getSeconds();
        if (first == null || between < 1) {
            return new StartTimes(earliest, null, 0, "time difference between two schedules is less than 1 second");
        }
        long missed = Duration.between(first, now).getSeconds() / between + 1;
        Instant due = null;
        Instant candidate = schedule.next(first.plusSeconds((missed - 2) * between));
        while (candidate != null && !candidate.isAfter(now)) {
            due = candidate;
            candidate = schedule.next(candidate);
        }
        return new StartTimes(earliest, due, missed, null);
    }

    private static Instant earliest(ApiObject cronJob, Instant now, boolean withDeadline) {
        Instant earliest = Times.parse(Json.text(cronJob.status(), "lastScheduleTime"));
        if (earliest == null) {
            Instant created = cronJob.created();
            earliest = created == null ? now : created;
        }
        if (withDeadline && cronJob.spec().path("startingDeadlineSeconds").isNumber()) {
            Instant deadline = now.minusSeconds(
                    cronJob.spec().path("startingDeadlineSeconds").longValue());
            return deadline.isAfter(earliest) ? deadline : earliest;
        }
        return earliest;
    }

    /** Whether so many starts were missed that somebody should look. */
    boolean isTooMany() {
        return missed > MANY;
    }

    /** How long until the next start; null when there is none. */
    static @Nullable Duration untilNext(ApiObject cronJob, CronSchedule schedule, Instant now) {
        StartTimes times = of(cronJob, schedule, now, false);
        Instant from = times.due;
        if (times.error != null) {
            from = now;
        } else if (from == null) {
            from = times.missed == 0 ? times.earliest : now;
        }
        Instant next = schedule.next(from);
        return next == null ? null : Duration.between(now, next.plus(PADDING));
    }
}
