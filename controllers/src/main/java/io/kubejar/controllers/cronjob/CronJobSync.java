package io.kubejar.controllers.cronjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Namespaces;
import io.kubejar.controllers.job.JobConditions;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One look at a CronJob. Upstream: syncCronJob and cleanupFinishedJobs, v1.36. Not thread-safe. */
final class CronJobSync {
    private static final DateTimeFormatter RFC1123Z = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter RFC3339 = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX");
    private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    private final ApiObject cronJob;
    private final Collection<ApiObject> jobs;
    private final Instant now;
    private final CronJobStatus status;
    private @Nullable Duration wait;
    private @Nullable StatusException failure;

    CronJobSync(ApiObject cronJob, Collection<ApiObject> jobs, Instant now) {
        this.cronJob = cronJob;
        this.jobs = jobs;
        this.now = now;
        this.status = new CronJobStatus(cronJob);
    }

    Plan plan() {
        return Plan.builder()
                .all(cleanUp("successfulJobsHistoryLimit", JobConditions::isComplete))
                .all(cleanUp("failedJobsHistoryLimit", JobConditions::isFailed))
                .later(this::lookAtJobs)
                .later(() -> failure == null ? start() : Plan.NOTHING)
                .later(this::report)
                .build();
    }

    /** Deletes the oldest finished Jobs beyond the limit. */
    private Plan cleanUp(String limit, Predicate<ApiObject> kind) {
        JsonNode most = cronJob.spec().path(limit);
        if (!most.isNumber()) {
            return Plan.NOTHING;
        }
        List<ApiObject> finished =
                jobs.stream().filter(kind).sorted(oldestFirst()).toList();
        Plan.Builder plan = Plan.builder();
        finished.stream()
                .limit(Math.max(0, finished.size() - most.intValue()))
                .forEach(job -> plan.all(delete(job, false)));
        return plan.build();
    }

    private static Comparator<ApiObject> oldestFirst() {
        return Comparator.<ApiObject, Instant>comparing(job -> {
                    Instant started = Times.parse(Json.text(job.status(), "startTime"));
                    return started == null ? Instant.MAX : started;
                })
                .thenComparing(ApiObject::name);
    }

    private Plan delete(ApiObject job, boolean needed) {
        return Plan.of(new Plan.Do(
                new Write.Delete(ResourceRef.to(Resources.JOBS, job), DeleteOptions.propagating("Background")),
                done -> {
                    status.remove(job.uid());
                    return normal("SuccessfulDelete", "Deleted job " + job.name());
                },
                refusal -> {
                    if (needed) {
                        failure = refusal;
                    }
                    return warning("FailedDelete", "Deleted job: " + refusal.getMessage());
                }));
    }

    private Plan lookAtJobs() {
        Plan.Builder plan = Plan.builder();
        for (ApiObject job : jobs) {
            JsonNode finished = JobConditions.finished(job);
            boolean known = status.hasActive(job.uid());
            if (finished == null && !known) {
                plan.all(warning(
                        "UnexpectedJob", "Saw a job that the controller did not create or forgot: " + job.name()));
            } else if (finished != null) {
                if (known) {
                    status.remove(job.uid());
                    plan.all(normal(
                            "SawCompletedJob",
                            "Saw completed job: " + job.name() + ", condition: " + Json.text(finished, "type")));
                }
                if (JobConditions.isComplete(job)) {
                    status.succeeded(job);
                }
            }
        }
        for (JsonNode reference : status.active()) {
            String uid = Json.textOr(reference, "", "uid");
            if (jobs.stream().noneMatch(job -> job.uid().equals(uid))) {
                plan.all(lookForMissing(reference, uid));
            }
        }
        return plan.build();
    }

    private Plan lookForMissing(JsonNode reference, String uid) {
        String name = Json.textOr(reference, "", "name");
        return Plan.of(new Plan.Read(
                ResourceRef.of(Resources.JOBS, cronJob.namespace(), name), there -> Plan.NOTHING, refusal -> {
                    if (!refusal.is(Reason.NOT_FOUND)) {
                        failure = refusal;
                        return Plan.NOTHING;
                    }
                    status.remove(uid);
                    return normal("MissingJob", "Active job went missing: " + name);
                }));
    }

    private Plan start() {
        if (cronJob.isTerminating()) {
            return Plan.NOTHING;
        }
        String zone = Json.text(cronJob.spec(), "timeZone");
        if (zone != null && TimeZones.find(zone) == null) {
            return warning("UnknownTimeZone", "invalid timeZone: \"" + zone + "\": " + TimeZones.unknown(zone));
        }
        if (Json.isTrue(cronJob.spec(), "suspend")) {
            return Plan.NOTHING;
        }
        String text = Json.textOr(cronJob.spec(), "", "schedule");
        Plan.Builder plan = Plan.builder();
        if (text.contains("TZ")) {
            plan.all(
                    warning(
                            "UnsupportedSchedule",
                            "CRON_TZ or TZ used in schedule \"" + text + "\" is not officially supported, see"
                                    + " https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details"));
        }
        CronSchedule schedule;
        try {
            schedule = CronParser.parse(CronJobController.scheduleText(cronJob));
        } catch (IllegalArgumentException e) {
            return plan.all(warning(
                            "UnparseableSchedule", "unparseable schedule: \"" + text + "\" : " + e.getMessage()))
                    .build();
        }
        return plan.all(start(schedule)).build();
    }

    private Plan start(CronSchedule schedule) {
        StartTimes times = StartTimes.of(cronJob, schedule, now, true);
        if (times.error() != null) {
            return warning(
                    "InvalidSchedule",
                    "invalid schedule: " + Json.textOr(cronJob.spec(), "", "schedule") + " : " + times.error());
        }
        Instant due = times.due();
        if (due == null) {
            wait = StartTimes.untilNext(cronJob, schedule, now);
            return Plan.NOTHING;
        }
        Plan.Builder plan = Plan.builder();
        if (times.isTooMany()) {
            plan.all(warning(
                    "TooManyMissedTimes",
                    "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"));
        }
        Plan hindrance = hindrance(due);
        if (hindrance != null) {
            wait = StartTimes.untilNext(cronJob, schedule, now);
            return plan.all(hindrance).build();
        }
        if (isPolicy("Replace")) {
            status.active().forEach(reference -> plan.all(replace(reference)));
        }
        return plan.later(() -> failure == null ? create(due, schedule) : Plan.NOTHING)
                .build();
    }

    /** Why no Job starts now though it is time; null when one does. */
    private @Nullable Plan hindrance(Instant due) {
        JsonNode deadline = cronJob.spec().path("startingDeadlineSeconds");
        if (deadline.isNumber() && due.plusSeconds(deadline.longValue()).isBefore(now)) {
            return warning("MissSchedule", "Missed scheduled time to start a job: " + RFC1123Z.format(due));
        }
        if (status.hasActiveNamed(jobName(due)) || status.wasStartedFor(due)) {
            return Plan.NOTHING;
        }
        if (isPolicy("Forbid") && !status.active().isEmpty()) {
            return normal(
                    "JobAlreadyActive",
                    "Not starting job because prior execution is running and concurrency policy is Forbid");
        }
        return null;
    }

    private boolean isPolicy(String policy) {
        return policy.equals(Json.text(cronJob.spec(), "concurrencyPolicy"));
    }

    private Plan replace(JsonNode reference) {
        ResourceRef ref = ResourceRef.of(Resources.JOBS, cronJob.namespace(), Json.textOr(reference, "", "name"));
        return Plan.of(new Plan.Read(ref, job -> failure == null ? delete(job, true) : Plan.NOTHING, refusal -> {
            failure = refusal;
            return warning("FailedGet", "Get job: " + refusal.getMessage());
        }));
    }

    private String jobName(Instant scheduled) {
        return cronJob.name() + "-" + scheduled.getEpochSecond() / 60;
    }

    private Plan create(Instant due, CronSchedule schedule) {
        ResourceRef collection = ResourceRef.of(Resources.JOBS, cronJob.namespace());
        return Plan.of(new Plan.Do(
                new Write.Create(collection, job(due)),
                made -> {
                    status.started(made, due);
                    wait = StartTimes.untilNext(cronJob.withStatus(status.json()), schedule, now);
                    return normal("SuccessfulCreate", "Created job " + made.name());
                },
                refusal -> {
                    if (refusal.is(Reason.ALREADY_EXISTS)) {
                        return adopt(due, schedule);
                    }
                    failure = refusal;
                    return Namespaces.isTerminating(refusal)
                            ? Plan.NOTHING
                            : warning("FailedCreate", "Error creating job: " + refusal.getMessage());
                }));
    }

    /** The Job of this time is there already: ours, when the status could not be written last time. */
    private Plan adopt(Instant due, CronSchedule schedule) {
        ResourceRef ref = ResourceRef.of(Resources.JOBS, cronJob.namespace(), jobName(due));
        return Plan.of(new Plan.Read(
                ref,
                job -> {
                    if (job.isControlledBy(cronJob.uid()) && !status.hasActive(job.uid())) {
                        status.started(job, due);
                        wait = StartTimes.untilNext(cronJob.withStatus(status.json()), schedule, now);
                    }
                    return Plan.NOTHING;
                },
                refusal -> {
                    failure = refusal;
                    return Plan.NOTHING;
                }));
    }

    private ApiObject job(Instant scheduled) {
        JsonNode template = cronJob.spec().path("jobTemplate");
        ZoneId zone = TimeZones.find(Json.textOr(cronJob.spec(), "", "timeZone"));
        return ApiObject.of(new Gvk("batch", "v1", "Job"), cronJob.namespace(), jobName(scheduled))
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    JsonNode labels = template.path("metadata").path("labels");
                    if (!labels.isEmpty()) {
                        meta.set("labels", labels.deepCopy());
                    }
                    ObjectNode annotations = meta.putObject("annotations");
                    Json.map(template.path("metadata").path("annotations")).forEach(annotations::put);
                    annotations.put(SCHEDULED, RFC3339.format(scheduled.atZone(zone == null ? ZoneOffset.UTC : zone)));
                    meta.putArray("ownerReferences")
                            .add(OwnerReference.controllerOf(cronJob).toJson());
                    root.set("spec", template.path("spec").deepCopy());
                });
    }

    private Plan report() {
        Plan end = new Plan(failure == null ? List.of() : List.of(new Plan.Fail(failure)), wait);
        if (!status.isChanged()) {
            return end;
        }
        ResourceRef ref = ResourceRef.to(Resources.CRON_JOBS, cronJob).sub("status");
        return Plan.of(
                new Plan.Do(new Write.Update(ref, cronJob.withStatus(status.json())), stored -> end, Plan::goneIsFine));
    }

    private Plan normal(String reason, String message) {
        return Plan.event(EventNote.normal(cronJob, reason, message));
    }

    private Plan warning(String reason, String message) {
        return Plan.event(EventNote.warning(cronJob, reason, message));
    }
}
