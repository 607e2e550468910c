package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts pods that have ended, each exactly once: their uids go into the status, then their finalizers are taken away, then
 * the counters go up and the uids out. Upstream: trackJobStatusAndRemoveFinalizers and enactJobFinished,
 * pkg/controller/job/job_controller.go, v1.36.
 */
final class JobTracking {
    /** Most uids in the status at once. Upstream: MaxUncountedPods. */
    private static final int UNCOUNTED_MAX = 500;

    private final JobSync sync;
    private final Consumer<Backoff> onCounted;
    private final List<ApiObject> ended = new ArrayList<>();
    private final Set<String> tracked = new HashSet<>();
    private final Set<Integer> newIndexes = new HashSet<>();
    private boolean full;
    private @Nullable StatusException refusal;

    /**
     * Counts for one look.
     *
     * @param onCounted told the new back-off once the ended pods are in the stored status
     */
    JobTracking(JobSync sync, Consumer<Backoff> onCounted) {
        this.sync = sync;
        this.onCounted = onCounted;
    }

    Plan plan() {
        List<ApiObject> pods = new ArrayList<>(sync.pods);
        if (sync.spec.indexed()) {
            pods.sort(Comparator.comparingInt(JobPods::index));
        }
        pods.stream().filter(JobPods::isTracked).forEach(pod -> tracked.add(pod.uid()));
        settleUncounted();
        for (ApiObject pod : pods) {
            if (JobPods.isTracked(pod) && mayGo(pod)) {
                ended.add(pod);
                count(pod);
                if (newIndexes.size()
                                + uncounted("succeeded").size()
                                + uncounted("failed").size()
                        >= UNCOUNTED_MAX) {
                    full = true;
                    break;
                }
            }
        }
        putIndexes();
        announceEnding();
        if (!sync.changed) {
            return release(sync.job);
        }
        sync.changed = false;
        return store(sync.job, stored -> {
            onCounted.accept(sync.backoff);
            return release(stored);
        });
    }

    private ArrayNode uncounted(String which) {
        return Json.list(Json.child(sync.status, "uncountedTerminatedPods"), which);
    }

    /** Upstream: canRemoveFinalizer. */
    private boolean mayGo(ApiObject pod) {
        if (sync.job.isTerminating() || sync.ending != null || JobPods.hasSucceeded(pod)) {
            return true;
        }
        ApiObject awaiting = sync.awaitingReplacement.get(JobPods.index(pod));
        return JobPods.hasFailed(pod, sync.spec)
                && (awaiting == null || !awaiting.uid().equals(pod.uid()));
    }

    private void count(ApiObject pod) {
        if (JobPods.hasSucceeded(pod) && !sync.uncountedFailed.contains(pod.uid())) {
            if (sync.spec.indexed()) {
                if (JobPods.isInRange(pod, sync.spec) && !sync.countedIndexes.has(JobPods.index(pod))) {
                    newIndexes.add(JobPods.index(pod));
                    sync.changed = true;
                }
            } else if (!sync.uncountedSucceeded.contains(pod.uid())) {
                uncounted("succeeded").add(pod.uid());
                sync.changed = true;
            }
            return;
        }
        boolean failing = sync.ending != null && !isType(JobConditions.SUCCESS);
        boolean counts = JobPods.hasFailed(pod, sync.spec) || failing;
        if (counts
                && !sync.uncountedFailed.contains(pod.uid())
                && JobPods.isInRange(pod, sync.spec)
                && PodFailurePolicy.match(sync.spec, pod).counted()) {
            uncounted("failed").add(pod.uid());
            sync.changed = true;
        }
    }

    private boolean isType(String type) {
        return sync.ending != null && type.equals(Json.text(sync.ending, "type"));
    }

    private void putIndexes() {
        if (!sync.spec.indexed()) {
            return;
        }
        sync.succeededIndexes = sync.succeededIndexes.with(newIndexes);
        String completed = sync.succeededIndexes.toString();
        if (!completed.equals(Json.textOr(sync.status, "", "completedIndexes"))) {
            sync.changed = true;
        }
        put("succeeded", sync.succeededIndexes.total());
        if (completed.isEmpty()) {
            sync.status.remove("completedIndexes");
        } else {
            sync.status.put("completedIndexes", completed);
        }
        if (sync.failedIndexes != null) {
            String failed = sync.failedIndexes.toString();
            if (!failed.equals(Json.text(sync.status, "failedIndexes"))) {
                sync.status.put("failedIndexes", failed);
                sync.changed = true;
            }
        }
    }

    private void put(String field, int value) {
        if (value == 0) {
            sync.status.remove(field);
        } else {
            sync.status.put(field, value);
        }
    }

    /** The decision goes into the status before any pod may vanish that led to it; the end itself comes after. */
    private void announceEnding() {
        ObjectNode ending = sync.ending;
        if (ending == null) {
            return;
        }
        boolean fails = isType(JobConditions.FAILURE_TARGET);
        boolean succeeds = isType(JobConditions.SUCCESS);
        if (fails || (succeeds && JobConditions.whenTrue(sync.status, JobConditions.SUCCESS) == null)) {
            Json.list(sync.status, "conditions").add(ending.deepCopy());
            sync.changed = true;
        }
        if (fails || succeeds) {
            sync.ending = JobConditions.of(
                    fails ? JobConditions.FAILED : JobConditions.COMPLETE,
                    Json.textOr(ending, "", "reason"),
                    Json.textOr(ending, "", "message"),
                    sync.now);
        }
    }

    private Plan store(ApiObject current, Function<ApiObject, Plan> then) {
        ApiObject told = current.withStatus(tidy());
        return Plan.of(new Plan.Do(
                new Write.Update(ResourceRef.to(Resources.JOBS, current).sub("status"), told), then, Plan::goneIsFine));
    }

    /** A copy of the status without empty lists. */
    private ObjectNode tidy() {
        ObjectNode copy = sync.status.deepCopy();
        ObjectNode uncounted = Json.child(copy, "uncountedTerminatedPods");
        for (String which : new String[] {"succeeded", "failed"}) {
            if (uncounted.path(which).isEmpty()) {
                uncounted.remove(which);
            }
        }
        return copy;
    }

    private Plan release(ApiObject current) {
        Plan.Builder plan = Plan.builder();
        for (ApiObject pod : ended) {
            plan.all(JobPods.untrack(
                    pod,
                    Plan.of(new Plan.Later(() -> {
                        tracked.remove(pod.uid());
                        return Plan.NOTHING;
                    })),
                    why -> {
                        refusal = refusal == null ? why : refusal;
                        return Plan.NOTHING;
                    }));
        }
        return plan.later(() -> conclude(current)).build();
    }

    private Plan conclude(ApiObject current) {
        settleUncounted();
        StatusException why = refusal;
        if (why != null) {
            return sync.changed ? store(current, stored -> Plan.fail(why)) : Plan.fail(why);
        }
        ObjectNode finished = finish();
        if (!sync.changed) {
            return sync.end();
        }
        return store(current, stored -> {
            Plan.Builder plan = Plan.builder();
            if (finished != null) {
                tell(finished, stored, plan);
            }
            return plan.all(sync.end()).build();
        });
    }

    /** Uids of pods without finalizer have done their work: the counters go up instead. */
    private void settleUncounted() {
        settle("succeeded");
        settle("failed");
    }

    private void settle(String which) {
        ArrayNode list = uncounted(which);
        List<String> kept =
                Json.strings(list).stream().filter(tracked::contains).toList();
        int settled = list.size() - kept.size();
        if (settled > 0) {
            list.removeAll();
            kept.forEach(list::add);
            put(which, (int) Json.number(sync.status, 0, which) + settled);
            sync.changed = true;
        }
    }

    /** Ends the Job, unless pods are still to be counted or to go. */
    private @Nullable ObjectNode finish() {
        ObjectNode ending = sync.ending;
        boolean open = !uncounted("succeeded").isEmpty() || !uncounted("failed").isEmpty();
        if (ending == null || full || open || sync.terminating > 0) {
            return null;
        }
        String type = Json.textOr(ending, "", "type");
        JobConditions.ensure(
                sync.status,
                type,
                true,
                Json.textOr(ending, "", "reason"),
                Json.textOr(ending, "", "message"),
                sync.now);
        if (type.equals(JobConditions.COMPLETE)) {
            sync.status.put("completionTime", Json.textOr(ending, "", "lastTransitionTime"));
        }
        sync.changed = true;
        return ending;
    }

    private void tell(ObjectNode finished, ApiObject stored, Plan.Builder plan) {
        if (!JobConditions.COMPLETE.equals(Json.text(finished, "type"))) {
            plan.event(EventNote.warning(
                    stored, Json.textOr(finished, "", "reason"), Json.textOr(finished, "", "message")));
            return;
        }
        Integer completions = sync.spec.completions();
        if (completions != null && Json.number(sync.status, 0, "succeeded") > completions) {
            plan.event(EventNote.warning(
                    stored, "TooManySucceededPods", "Too many succeeded pods running after completion count reached"));
        }
        plan.event(EventNote.normal(stored, "Completed", "Job completed"));
    }
}
