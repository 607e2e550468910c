package io.kubejar.controllers.job;

import io.kubejar.controllers.Namespaces;
import io.kubejar.controllers.pod.DeletionOrder;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Creates the pods that a Job lacks and deletes those that it has too many of. Upstream: manageJob, deleteActivePods and
 * deleteJobPods, pkg/controller/job/job_controller.go, v1.36.
 */
final class JobScale {
    /** Most pods that one look creates or deletes. Upstream: MaxPodCreateDeletePerSync. */
    private static final int BURST = 500;
    /** The shortest delay of another look. Upstream: SyncJobBatchPeriod. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final JobSync sync;

    JobScale(JobSync sync) {
        this.sync = sync;
    }

    /** Deletes all active pods, whose ends are still to be counted. */
    Plan stop() {
        Plan.Builder plan = Plan.builder();
        sync.activePods.forEach(pod -> plan.all(delete(pod)));
        return plan.build();
    }

    /** Comes closer to the number of pods that there should be. */
    Plan adjust() {
        if (sync.spec.suspended()) {
            return remove(surplus(sync.active));
        }
        int wanted = wanted();
        List<ApiObject> surplus = surplus(Math.max(0, sync.active - wanted));
        if (!surplus.isEmpty()) {
            return remove(surplus.subList(0, Math.min(BURST, surplus.size())));
        }
        int waiting = sync.spec.replaceFailedOnly() ? sync.terminating : 0;
        int missing = wanted - waiting - sync.active;
        return missing > 0 ? add(Math.min(missing, BURST), missing) : Plan.NOTHING;
    }

    private int wanted() {
        Integer completions = sync.spec.completions();
        if (completions == null) {
            return sync.succeeded > 0 ? sync.active : sync.spec.parallelism();
        }
        return Math.max(0, Math.min(completions - sync.succeeded, sync.spec.parallelism()));
    }

    /** Pods whose index is unknown, taken or out of range, and as many others as are asked for. */
    private List<ApiObject> surplus(int atLeast) {
        List<ApiObject> out = new ArrayList<>();
        List<ApiObject> left = new ArrayList<>(sync.activePods);
        if (sync.spec.indexed()) {
            left.sort(Comparator.comparingInt(JobPods::index));
            keepOnePerIndex(left, out);
        }
        out.addAll(DeletionOrder.first(atLeast - out.size(), left, pod -> 0, sync.now));
        return out;
    }

    private void keepOnePerIndex(List<ApiObject> left, List<ApiObject> out) {
        List<ApiObject> kept = new ArrayList<>();
        for (int from = 0, to; from < left.size(); from = to) {
            int index = JobPods.index(left.get(from));
            to = from + 1;
            while (to < left.size() && JobPods.index(left.get(to)) == index) {
                to++;
            }
            List<ApiObject> same = left.subList(from, to);
            int stay = JobPods.isInRange(same.get(0), sync.spec) ? 1 : 0;
            List<ApiObject> going = DeletionOrder.first(same.size() - stay, same, pod -> 0, sync.now);
            out.addAll(going);
            same.stream().filter(pod -> !going.contains(pod)).forEach(kept::add);
        }
        left.clear();
        left.addAll(kept);
    }

    /** Deletes pods that shall not count: without their finalizer, so that they go at once. */
    private Plan remove(List<ApiObject> pods) {
        Plan.Builder plan = Plan.builder();
        for (ApiObject pod : pods) {
            plan.all(JobPods.untrack(pod, delete(pod), refusal -> {
                sync.failed(refusal);
                return Plan.NOTHING;
            }));
        }
        return plan.build();
    }

    private Plan delete(ApiObject pod) {
        return Plan.of(new Plan.Do(
                new Write.Delete(ResourceRef.to(Resources.PODS, pod), DeleteOptions.NONE),
                done -> {
                    gone(pod);
                    return Plan.event(EventNote.normal(sync.job, "SuccessfulDelete", "Deleted pod: " + pod.name()));
                },
                refusal -> {
                    if (refusal.is(Reason.NOT_FOUND)) {
                        gone(pod);
                        return Plan.NOTHING;
                    }
                    sync.failed(refusal);
                    return Plan.event(
                            EventNote.warning(sync.job, "FailedDelete", "Error deleting: " + refusal.getMessage()));
                }));
    }

    private void gone(ApiObject pod) {
        sync.active--;
        sync.terminating++;
        sync.ready -= Pods.isReady(pod) ? 1 : 0;
    }

    private Plan add(int count, int missing) {
        Duration wait = sync.spec.backoffLimitPerIndex() == null ? sync.backoff.remaining(sync.now) : Duration.ZERO;
        if (!wait.isZero()) {
            return later(wait);
        }
        if (!sync.spec.indexed()) {
            Plan.Builder plan = Plan.builder();
            for (int i = 0; i < count; i++) {
                plan.later(() -> create(JobPods.NO_INDEX));
            }
            return plan.build();
        }
        List<Integer> indexes = free(Math.min(count, missing));
        List<Integer> due =
                indexes.stream().filter(index -> waitOf(index).isZero()).toList();
        if (due.isEmpty()) {
            return indexes.stream()
                    .map(this::waitOf)
                    .min(Duration::compareTo)
                    .map(this::later)
                    .orElse(Plan.NOTHING);
        }
        Plan.Builder plan = Plan.builder();
        due.forEach(index -> plan.later(() -> create(index)));
        return plan.build();
    }

    /** Upstream counts no pod as active while it holds back new ones. */
    private Plan later(Duration wait) {
        sync.lookAgain(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
        sync.active = 0;
        return Plan.NOTHING;
    }

    private Duration waitOf(int index) {
        return sync.spec.backoffLimitPerIndex() == null
                ? Duration.ZERO
                : Backoff.remaining(sync.awaitingReplacement.get(index), sync.now);
    }

    private List<Integer> free(int count) {
        Intervals taken = sync.succeededIndexes.with(JobSync.indexes(sync.activePods));
        if (sync.spec.replaceFailedOnly()) {
            taken = taken.with(JobSync.indexes(sync.pods.stream()
                    .filter(pod -> pod.isTerminating() && !Pods.isFinished(pod))
                    .toList()));
        }
        if (sync.failedIndexes != null) {
            taken = taken.with(sync.failedIndexes);
        }
        return taken.firstMissing(count, sync.spec.bound());
    }

    private Plan create(int index) {
        if (sync.failure != null) {
            return Plan.NOTHING; // the server takes no pod now: the rest would fail alike
        }
        ApiObject pod = JobPodMaker.pod(sync.job, sync.spec, index, sync.awaitingReplacement.get(index));
        return Plan.of(new Plan.Do(
                new Write.Create(ResourceRef.of(Resources.PODS, sync.job.namespace()), pod),
                made -> {
                    sync.active++;
                    return Plan.event(EventNote.normal(sync.job, "SuccessfulCreate", "Created pod: " + made.name()));
                },
                this::refused));
    }

    private Plan refused(StatusException refusal) {
        if (Namespaces.isTerminating(refusal)) {
            sync.active++; // upstream counts it, as nothing will come of the Job any more
            return Plan.NOTHING;
        }
        sync.failed(refusal);
        return Plan.event(EventNote.warning(sync.job, "FailedCreate", "Error creating: " + refusal.getMessage()));
    }
}
