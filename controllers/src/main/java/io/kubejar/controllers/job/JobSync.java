package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One look at a Job: what its pods mean, and what is known so far of the state it will be in. Filled while the plan is made
 * and carried out; not thread-safe. Upstream: syncJob and syncJobCtx, pkg/controller/job/job_controller.go, v1.36.
 */
final class JobSync {
    final ApiObject job;
    final JobSpec spec;
    final List<ApiObject> pods;
    final Instant now;
    /** The status as it will be written. */
    final ObjectNode status;
    /** The pods that neither have ended nor are being deleted. */
    final List<ApiObject> activePods;

    final Set<String> uncountedSucceeded;
    final Set<String> uncountedFailed;
    final Backoff backoff;

    int active;
    int ready;
    int terminating;
    int succeeded;
    int failed;
    Intervals countedIndexes = Intervals.NONE;
    Intervals succeededIndexes = Intervals.NONE;

    @Nullable
    Intervals failedIndexes;
    /** The last failed pod of each index that waits for its successor. */
    Map<Integer, ApiObject> awaitingReplacement = Map.of();
    /** The condition with which the Job is to end, or null while it goes on. */
    @Nullable
    ObjectNode ending;

    @Nullable
    Duration lookAgain;

    boolean changed;
    /** What went wrong with pods; the look is repeated once the status is written. */
    @Nullable
    StatusException failure;

    JobSync(ApiObject job, List<ApiObject> pods, Backoff before, Instant now) {
        this.job = job;
        this.spec = JobSpec.of(job);
        this.pods = pods;
        this.now = now;
        this.status = job.status() instanceof ObjectNode known ? known.deepCopy() : Json.object();
        Json.child(status, "uncountedTerminatedPods");
        this.activePods = pods.stream().filter(Pods::isActive).toList();
        this.active = activePods.size();
        this.ready = (int) activePods.stream().filter(Pods::isReady).count();
        this.terminating = (int) pods.stream()
                .filter(pod -> pod.isTerminating() && !Pods.isFinished(pod))
                .count();
        this.uncountedSucceeded = uncounted("succeeded");
        this.uncountedFailed = uncounted("failed");
        List<ApiObject> newSucceeded = fresh(uncountedSucceeded, JobPods::hasSucceeded);
        List<ApiObject> newFailed = fresh(uncountedFailed, pod -> JobPods.hasFailed(pod, spec));
        this.backoff = before.after(newSucceeded, newFailed);
        this.succeeded = (int) Json.number(status, 0, "succeeded") + newSucceeded.size() + uncountedSucceeded.size();
        long counted = newFailed.stream()
                .filter(pod -> PodFailurePolicy.match(spec, pod).counted())
                .count();
        this.failed = (int) (Json.number(status, 0, "failed") + counted + uncountedFailed.size());
    }

    private Set<String> uncounted(String which) {
        return new HashSet<>(
                Json.strings(job.status().path("uncountedTerminatedPods").path(which)));
    }

    /** Pods that fit and are not in the status yet. Upstream: getValidPodsWithFilter. */
    private List<ApiObject> fresh(Collection<String> known, Predicate<ApiObject> filter) {
        return pods.stream()
                .filter(pod -> JobPods.isTracked(pod)
                        && !known.contains(pod.uid())
                        && JobPods.isInRange(pod, spec)
                        && filter.test(pod))
                .toList();
    }

    /** Finds out whether the Job has to end. */
    void evaluate() {
        if (!status.hasNonNull("startTime") && !spec.suspended()) {
            status.put("startTime", Times.format(now));
        }
        ending = decided();
        if (ending == null) {
            ending = exceeded();
        }
        if (spec.indexed()) {
            evaluateIndexes();
        }
    }

    /** What an earlier look has decided, or the failure policy does now. */
    private @Nullable ObjectNode decided() {
        JsonNode success = JobConditions.whenTrue(status, JobConditions.SUCCESS);
        if (success != null) {
            return success.deepCopy();
        }
        JsonNode target = JobConditions.whenTrue(status, JobConditions.FAILURE_TARGET);
        if (target != null) {
            return JobConditions.of(
                    JobConditions.FAILED, Json.textOr(target, "", "reason"), Json.textOr(target, "", "message"), now);
        }
        for (ApiObject pod : pods) {
            if (JobPods.hasFailed(pod, spec)) {
                String message = PodFailurePolicy.match(spec, pod).message();
                if (message != null) {
                    return failure("PodFailurePolicy", message);
                }
            }
        }
        return null;
    }

    private @Nullable ObjectNode exceeded() {
        if (failed > spec.backoffLimit() || restartedTooOften()) {
            return failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }
        Long deadline = spec.activeDeadlineSeconds();
        Instant started = Times.parse(Json.text(status, "startTime"));
        if (deadline == null || started == null || spec.suspended()) {
            return null;
        }
        Duration left = Duration.between(now, started.plusSeconds(deadline));
        if (left.isZero() || left.isNegative()) {
            return failure("DeadlineExceeded", "Job was active longer than specified deadline");
        }
        lookAgain(left);
        return null;
    }

    private boolean restartedTooOften() {
        if (!spec.restartPolicy().equals("OnFailure")) {
            return false;
        }
        int restarts = activePods(pods).stream().mapToInt(JobPods::restarts).sum();
        return spec.backoffLimit() == 0 ? restarts > 0 : restarts >= spec.backoffLimit();
    }

    private static List<ApiObject> activePods(List<ApiObject> pods) {
        return pods.stream()
                .filter(pod -> Set.of("Running", "Pending").contains(Pods.phase(pod)))
                .toList();
    }

    private ObjectNode failure(String reason, String message) {
        return JobConditions.of(JobConditions.FAILURE_TARGET, reason, message, now);
    }

    private void evaluateIndexes() {
        countedIndexes = Intervals.parse(Json.text(status, "completedIndexes"), spec.bound());
        succeededIndexes = countedIndexes.with(indexes(fresh(Set.of(), JobPods::hasSucceeded)));
        succeeded = succeededIndexes.total();
        if (spec.backoffLimitPerIndex() != null) {
            evaluateFailedIndexes(spec.backoffLimitPerIndex());
        }
        if (ending == null) {
            String met = SuccessPolicy.match(spec, succeededIndexes);
            if (met != null) {
                ending = JobConditions.of(JobConditions.SUCCESS, "SuccessPolicy", met, now);
            }
        }
    }

    private void evaluateFailedIndexes(int limit) {
        Intervals failing = Intervals.parse(Json.text(status, "failedIndexes"), spec.bound())
                .with(indexes(fresh(Set.of(), pod -> failsIndex(pod, limit))));
        failedIndexes = failing;
        if (ending == null) {
            Integer most = spec.maxFailedIndexes();
            if (most != null && failing.total() > most) {
                ending = failure(
                        "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
            } else if (failing.total() > 0 && failing.total() + succeededIndexes.total() >= spec.bound()) {
                ending = failure("FailedIndexes", "Job has failed indexes");
            }
        }
        awaitingReplacement = awaitingReplacement(failing);
    }

    private boolean failsIndex(ApiObject pod, int limit) {
        if (!JobPods.hasFailed(pod, spec)) {
            return false;
        }
        PodFailurePolicy policy = PodFailurePolicy.match(spec, pod);
        return policy.action().equals("FailIndex") || (policy.counted() && JobPods.failures(pod) >= limit);
    }

    /** Upstream: getPodsWithDelayedDeletionPerIndex. */
    private Map<Integer, ApiObject> awaitingReplacement(Intervals failing) {
        Set<Integer> occupied = indexes(activePods);
        Map<Integer, ApiObject> out = new HashMap<>();
        for (ApiObject pod : fresh(Set.of(), p -> JobPods.hasFailed(p, spec))) {
            int index = JobPods.index(pod);
            if (succeededIndexes.has(index) || failing.has(index) || occupied.contains(index)) {
                continue;
            }
            ApiObject other = out.get(index);
            if (other == null || isLater(pod, other)) {
                out.put(index, pod);
            }
        }
        return out;
    }

    private static boolean isLater(ApiObject pod, ApiObject other) {
        int before = JobPods.failures(other) + JobPods.ignoredFailures(other);
        int after = JobPods.failures(pod) + JobPods.ignoredFailures(pod);
        return before <= after && !JobPods.finishedAt(pod).isBefore(JobPods.finishedAt(other));
    }

    static Set<Integer> indexes(Collection<ApiObject> pods) {
        Set<Integer> out = new HashSet<>();
        for (ApiObject pod : pods) {
            int index = JobPods.index(pod);
            if (index != JobPods.NO_INDEX) {
                out.add(index);
            }
        }
        return out;
    }

    /** Wants another look after a while; the shortest counts. */
    void lookAgain(Duration after) {
        lookAgain = lookAgain == null || after.compareTo(lookAgain) < 0 ? after : lookAgain;
    }

    /** Notes what went wrong; the first one counts. */
    void failed(StatusException why) {
        failure = failure == null ? why : failure;
    }

    /** The last step: another look if one is wanted, and back-off if something went wrong. */
    Plan end() {
        List<Plan.Step> steps = new ArrayList<>();
        if (failure != null) {
            steps.add(new Plan.Fail(failure));
        }
        return new Plan(steps, lookAgain);
    }
}
