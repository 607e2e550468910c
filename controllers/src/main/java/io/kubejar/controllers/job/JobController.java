package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Claims;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Runs Jobs. Upstream: pkg/controller/job/job_controller.go (syncJob), v1.36. */
public final class JobController implements Controller {
    private static final String NAME_LABEL = "batch.kubernetes.io/job-name";
    private static final String ITSELF = "kubernetes.io/job-controller";

    private final Lister jobs;
    private final Lister pods;
    private final Map<ObjectKey, Backoff> backoffs = new ConcurrentHashMap<>();

    /** Reads Jobs and pods. */
    public JobController(Listers listers) {
        jobs = listers.of(Resources.JOBS);
        pods = listers.of(Resources.PODS);
    }

    @Override
    public String name() {
        return "job-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.JOBS)
                .onOwned(Resources.PODS, "batch", "Job")
                .on(Resources.PODS, Claims.orphansWake(jobs))
                .on(Resources.PODS, (before, after) -> after == null ? List.of() : lostPodWakes(after));
    }

    /** A pod that is held back and has no controller any more wakes the Job that it was made for. */
    private static Collection<ObjectKey> lostPodWakes(ApiObject pod) {
        String name = pod.label(NAME_LABEL);
        return pod.controller() == null && name != null && JobPods.isTracked(pod)
                ? List.of(new ObjectKey(pod.namespace(), name))
                : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject job = jobs.get(key);
        if (job == null || JobConditions.isFinished(job)) {
            backoffs.remove(key);
            return releaseLost(key, job == null || isOurs(job));
        }
        if (!isOurs(job)) {
            return Plan.NOTHING;
        }
        String mode = Json.textOr(job.spec(), "NonIndexed", "completionMode");
        if (!mode.equals("NonIndexed") && !mode.equals("Indexed")) {
            return Plan.event(EventNote.warning(
                    job, "UnknownCompletionMode", "Skipped Job sync because completion mode is unknown"));
        }
        Plan.Builder plan = Plan.builder();
        List<ApiObject> owned = claim(job, plan);
        JobSync sync = new JobSync(job, owned, backoffs.getOrDefault(key, Backoff.NONE), now);
        sync.evaluate();
        JobScale scale = new JobScale(sync);
        boolean goesOn = sync.ending == null;
        if (!goesOn) {
            plan.all(scale.stop());
        } else if (!job.isTerminating()) {
            plan.all(scale.adjust());
        }
        return plan.later(() -> report(sync, goesOn)).build();
    }

    private static boolean isOurs(ApiObject job) {
        return Json.textOr(job.spec(), ITSELF, "managedBy").equals(ITSELF);
    }

    private List<ApiObject> claim(ApiObject job, Plan.Builder plan) {
        LabelSelector selector = LabelSelector.of(job.spec().path("selector"));
        List<ApiObject> candidates = Claims.candidates(job, pods);
        for (ApiObject pod : candidates) {
            boolean adopted =
                    pod.controller() == null && !job.isTerminating() && !pod.isTerminating() && selector.matches(pod);
            if (adopted && !JobPods.isTracked(pod)) {
                ResourceRef ref = ResourceRef.to(Resources.PODS, pod);
                plan.write(new Write.Change(ref, JobPods.track(pod)), null, Plan::goneIsFine);
            }
        }
        Claims claims = Claims.of(job, selector, candidates);
        plan.all(claims.plan());
        return claims.owned();
    }

    /** Lets pods go that were held back for a Job that is gone or done. Upstream: syncOrphanPod. */
    private Plan releaseLost(ObjectKey key, boolean ours) {
        Plan.Builder plan = Plan.builder();
        for (ApiObject pod : pods.indexed(Indexes.FINALIZER, JobPods.FINALIZER)) {
            if (!pod.namespace().equals(key.namespace())) {
                continue;
            }
            OwnerReference controller = pod.controller();
            boolean of = controller == null
                    ? key.name().equals(pod.label(NAME_LABEL))
                    : controller.kind().equals("Job")
                            && controller.apiVersion().equals("batch/v1")
                            && controller.name().equals(key.name())
                            && ours;
            if (of) {
                plan.all(JobPods.untrack(pod, Plan.NOTHING, Plan::fail));
            }
        }
        return plan.build();
    }

    /** Writes down what has come of it. */
    private Plan report(JobSync sync, boolean goesOn) {
        Plan.Builder plan = Plan.builder();
        if (goesOn) {
            completeOrSuspend(sync, plan);
        } else if (sync.failure != null) {
            sync.ending = null; // some pods are still there
        }
        ObjectNode status = sync.status;
        boolean same = Json.number(status, 0, "active") == sync.active
                && Json.number(status, -1, "ready") == sync.ready
                && Json.number(status, -1, "terminating") == sync.terminating;
        sync.changed |= !same;
        if (sync.active == 0) {
            status.remove("active");
        } else {
            status.put("active", sync.active);
        }
        status.put("ready", sync.ready).put("terminating", sync.terminating);
        ObjectKey key = sync.job.key();
        return plan.all(new JobTracking(sync, backoff -> backoffs.put(key, backoff)).plan())
                .build();
    }

    private static void completeOrSuspend(JobSync sync, Plan.Builder plan) {
        Integer completions = sync.spec.completions();
        boolean enough = completions == null ? sync.succeeded > 0 : sync.succeeded >= completions;
        if (enough && sync.active == 0) {
            sync.ending = JobConditions.of(
                    JobConditions.SUCCESS, "CompletionsReached", "Reached expected number of succeeded pods", sync.now);
            return;
        }
        if (sync.job.isTerminating()) {
            return;
        }
        boolean suspended = sync.spec.suspended();
        boolean changed = JobConditions.ensure(
                sync.status,
                JobConditions.SUSPENDED,
                suspended,
                suspended ? "JobSuspended" : "JobResumed",
                suspended ? "Job suspended" : "Job resumed",
                sync.now);
        if (!changed) {
            return;
        }
        sync.changed = true;
        if (suspended) {
            sync.status.remove("startTime");
            plan.event(EventNote.normal(sync.job, "Suspended", "Job suspended"));
        } else {
            sync.status.put("startTime", Times.format(sync.now));
            plan.event(EventNote.normal(sync.job, "Resumed", "Job resumed"));
        }
    }
}
