package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the Job controller asks about a pod. Upstream: pkg/controller/job (indexed_job_utils, backoff_utils), v1.36. */
final class JobPods {
    /** Holds a pod back until its end is counted. */
    static final String FINALIZER = "batch.kubernetes.io/job-tracking";
    /** Which part of an Indexed Job a pod does. */
    static final String INDEX = "batch.kubernetes.io/job-completion-index";
    /** How many pods of the same index have failed before. */
    static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    /** How many pods of the same index have failed before in a way that does not count. */
    static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";
    /** The index of a pod that has none. */
    static final int NO_INDEX = -1;

    private JobPods() {}

    static boolean isTracked(ApiObject pod) {
        return pod.finalizers().contains(FINALIZER);
    }

    static boolean hasSucceeded(ApiObject pod) {
        return Pods.phase(pod).equals("Succeeded");
    }

    /** Whether it counts as failed; a pod that is being deleted does, unless only failed ones are replaced. */
    static boolean hasFailed(ApiObject pod, JobSpec spec) {
        if (Pods.phase(pod).equals("Failed")) {
            return true;
        }
        return !spec.replaceFailedOnly() && pod.isTerminating() && !hasSucceeded(pod);
    }

    /** Its completion index, or {@link #NO_INDEX}. */
    static int index(ApiObject pod) {
        String text = pod.annotation(INDEX);
        int index = text == null ? NO_INDEX : number(text);
        return index < 0 ? NO_INDEX : index;
    }

    /** Whether its index is one that the Job has; always for a Job without indexes. */
    static boolean isInRange(ApiObject pod, JobSpec spec) {
        int index = index(pod);
        return !spec.indexed() || (index != NO_INDEX && index < spec.bound());
    }

    /** The failures of its index before it that count. */
    static int failures(ApiObject pod) {
        return Math.max(0, number(Objects.requireNonNullElse(pod.annotation(FAILURES), "0")));
    }

    /** The failures of its index before it that do not count. */
    static int ignoredFailures(ApiObject pod) {
        return Math.max(0, number(Objects.requireNonNullElse(pod.annotation(IGNORED), "0")));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return NO_INDEX;
        }
    }

    /** The restarts of all its containers together. */
    static int restarts(ApiObject pod) {
        int sum = 0;
        for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
            for (JsonNode container : pod.status().path(list)) {
                sum += container.path("restartCount").asInt();
            }
        }
        return sum;
    }

    /** When it ended, as well as it can be told. Upstream: getFinishedTime. */
    static Instant finishedAt(ApiObject pod) {
        Instant finished = containersFinished(pod);
        if (finished != null) {
            return finished;
        }
        JsonNode ready = Pods.condition(pod, "Ready");
        if (ready != null && "False".equals(Json.text(ready, "status"))) {
            Instant since = Times.parse(Json.text(ready, "lastTransitionTime"));
            if (since != null) {
                return since;
            }
        }
        Instant deleted = pod.deletionTimestamp();
        if (deleted != null) {
            return deleted.minusSeconds(Json.number(pod.metadata(), 0, "deletionGracePeriodSeconds"));
        }
        Instant created = pod.created();
        return created == null ? Instant.EPOCH : created;
    }

    private static @Nullable Instant containersFinished(ApiObject pod) {
        Set<String> sidecars = new HashSet<>();
        for (JsonNode container : pod.spec().path("initContainers")) {
            if ("Always".equals(Json.text(container, "restartPolicy"))) {
                sidecars.add(Json.textOr(container, "", "name"));
            }
        }
        Instant latest = null;
        for (String list : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode status : pod.status().path(list)) {
                if (list.equals("initContainerStatuses") && !sidecars.contains(Json.text(status, "name"))) {
                    continue;
                }
                Instant finished = Times.parse(Json.text(status, "state", "terminated", "finishedAt"));
                if (finished == null) {
                    return null;
                }
                latest = latest == null || latest.isBefore(finished) ? finished : latest;
            }
        }
        return latest;
    }

    /** Takes the tracking finalizer away, then follows the one path or the other; a pod that is gone is done with. */
    static Plan untrack(ApiObject pod, Plan done, Function<StatusException, Plan> failed) {
        if (!isTracked(pod)) {
            return done;
        }
        ResourceRef ref = ResourceRef.to(Resources.PODS, pod);
        Function<StatusException, Plan> last = e -> e.is(Reason.NOT_FOUND) ? done : failed.apply(e);
        return Plan.of(new Plan.Do(
                new Write.Change(ref, without(pod)),
                stored -> done,
                refusal -> refusal.is(Reason.CONFLICT)
                        ? Plan.of(new Plan.Read(
                                ref,
                                fresh -> !fresh.uid().equals(pod.uid()) || !isTracked(fresh)
                                        ? done
                                        : Plan.of(new Plan.Do(
                                                new Write.Change(ref, without(fresh)), stored -> done, last)),
                                last))
                        : last.apply(refusal)));
    }

    private static Patch without(ApiObject pod) {
        return finalizers(
                pod,
                list -> pod.finalizers().stream()
                        .filter(f -> !f.equals(FINALIZER))
                        .forEach(list::add));
    }

    /** A patch that adds the tracking finalizer. */
    static Patch track(ApiObject pod) {
        return finalizers(pod, list -> {
            pod.finalizers().forEach(list::add);
            list.add(FINALIZER);
        });
    }

    private static Patch finalizers(ApiObject pod, Consumer<ArrayNode> fill) {
        ObjectNode patch = Json.object();
        ObjectNode meta =
                patch.putObject("metadata").put("uid", pod.uid()).put("resourceVersion", pod.resourceVersion());
        fill.accept(meta.putArray("finalizers"));
        return Patch.merge(patch);
    }
}
