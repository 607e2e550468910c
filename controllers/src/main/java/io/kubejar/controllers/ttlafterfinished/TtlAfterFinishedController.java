package io.kubejar.controllers.ttlafterfinished;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.job.JobConditions;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removes finished Jobs once their {@code ttlSecondsAfterFinished} is over. Upstream:
 * pkg/controller/ttlafterfinished/ttlafterfinished_controller.go (processJob), v1.36.
 */
public final class TtlAfterFinishedController implements Controller {
    private final Lister jobs;

    /** Reads Jobs. */
    public TtlAfterFinishedController(Listers listers) {
        jobs = listers.of(Resources.JOBS);
    }

    @Override
    public String name() {
        return "ttl-after-finished-controller";
    }

    @Override
    public void sources(Sources sources) {
        sources.onSelf(Resources.JOBS);
    }

    @Override
    public Plan reconcile(ObjectKey key, Instant now) {
        ApiObject job = jobs.get(key);
        if (job == null) {
            return Plan.NOTHING;
        }
        ResourceRef ref = ResourceRef.to(Resources.JOBS, job);
        return whenOver(
                job,
                now,
                known -> Plan.of(new Plan.Read(
                        ref, fresh -> whenOver(fresh, now, expired -> delete(ref, expired)), Plan::goneIsFine)));
    }

    private static Plan whenOver(ApiObject job, Instant now, Function<ApiObject, Plan> then) {
        Instant end = end(job);
        if (end == null) {
            return Plan.NOTHING;
        }
        return end.isAfter(now) ? Plan.again(Duration.between(now, end)) : then.apply(job);
    }

    /** When the Job's time is over; null for one that stays. */
    private static @Nullable Instant end(ApiObject job) {
        JsonNode ttl = job.spec().path("ttlSecondsAfterFinished");
        JsonNode finished = JobConditions.finished(job);
        if (job.isTerminating() || !ttl.isNumber() || finished == null) {
            return null;
        }
        Instant since = Times.parse(Json.text(finished, "lastTransitionTime"));
        return since == null ? null : since.plusSeconds(ttl.longValue());
    }

    private static Plan delete(ResourceRef ref, ApiObject job) {
        DeleteOptions options = new DeleteOptions(null, "Foreground", job.uid(), "", false, 0);
        return Plan.of(new Plan.Do(new Write.Delete(ref, options), null, Plan::goneIsFine));
    }
}
