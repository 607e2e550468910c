package io.kubejar.controllers.cronjob;

import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Starts Jobs by the clock. Upstream: pkg/controller/cronjob/cronjob_controllerv2.go, v1.36. */
public final class CronJobController implements Controller {
    private final Lister cronJobs;
    private final Lister jobs;
    private final Set<ObjectKey> rescheduled = ConcurrentHashMap.newKeySet();

    /** Reads CronJobs and Jobs. */
    public CronJobController(Listers listers) {
        cronJobs = listers.of(Resources.CRON_JOBS);
        jobs = listers.of(Resources.JOBS);
    }

    @Override
    public String name() {
        return "cronjob-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.on(Resources.CRON_JOBS, this::changed).onOwned(Resources.JOBS, "batch", "CronJob");
    }

    private Collection<ObjectKey> changed(@Nullable ApiObject before, @Nullable ApiObject after) {
        if (after == null) {
            return List.of();
        }
        if (before != null && !timing(before).equals(timing(after))) {
            rescheduled.add(after.key());
        }
        return List.of(after.key());
    }

    private static List<String> timing(ApiObject cronJob) {
        return List.of(Json.textOr(cronJob.spec(), "", "schedule"), Json.textOr(cronJob.spec(), "", "timeZone"));
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        boolean onlyTiming = rescheduled.remove(key);
        ApiObject cronJob = cronJobs.get(key);
        if (cronJob == null) {
            return Plan.NOTHING;
        }
        return onlyTiming
                ? reschedule(cronJob, now)
                : new CronJobSync(cronJob, jobs.ownedBy(cronJob.uid()), now).plan();
    }

    /** A new schedule counts from now on: nothing is started for what it would have meant in the past. */
    private static Plan reschedule(ApiObject cronJob, Instant now) {
        CronSchedule schedule;
        try {
            schedule = CronParser.parse(scheduleText(cronJob));
        } catch (IllegalArgumentException e) {
            return Plan.event(EventNote.warning(
                    cronJob,
                    "UnParseableCronJobSchedule",
                    "unparseable schedule for cronjob: " + Json.textOr(cronJob.spec(), "", "schedule")));
        }
        Duration wait = StartTimes.untilNext(cronJob, schedule, now);
        return wait == null ? Plan.NOTHING : Plan.again(wait);
    }

    /** The schedule with the zone of the spec in front, unless it names one itself. Upstream: formatSchedule. */
    static String scheduleText(ApiObject cronJob) {
        String schedule = Json.textOr(cronJob.spec(), "", "schedule");
        String zone = Json.text(cronJob.spec(), "timeZone");
        return schedule.contains("TZ") || zone == null || TimeZones.find(zone) == null
                ? schedule
                : "TZ=" + zone + " " + schedule;
    }
}
