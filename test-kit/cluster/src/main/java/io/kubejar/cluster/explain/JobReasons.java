package io.kubejar.cluster.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;

/** Why a Job or CronJob is not done. */
final class JobReasons {
    private JobReasons() {}

    static List<String> of(ApiObject job, Sight sight) {
        if (Look.is(job, "Complete", "True")) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        JsonNode failed = Look.condition(job, "Failed");
        if (failed != null && "True".equals(Json.text(failed, "status"))) {
            out.add("it has failed, " + Look.words(failed));
        }
        if (Json.isTrue(job.spec(), "suspend")) {
            out.add("it is suspended");
        }
        List<ApiObject> pods = PodMakers.pods(job, sight);
        out.addAll(PodMakers.refused(job, pods.isEmpty() ? 1 : 0, sight));
        List<ApiObject> open = pods.stream()
                .filter(pod -> !"Succeeded".equals(Json.text(pod.status(), "phase")))
                .toList();
        out.addAll(PodMakers.notReady(open, sight));
        return out;
    }

    /** Why a CronJob starts nothing. */
    static List<String> ofCron(ApiObject cron, Sight sight) {
        List<String> out = new ArrayList<>();
        if (Json.isTrue(cron.spec(), "suspend")) {
            out.add("it is suspended");
        }
        boolean busy = !cron.status().path("active").isEmpty();
        if (busy && "Forbid".equals(Json.text(cron.spec(), "concurrencyPolicy"))) {
            out.add("it starts nothing while a job of it runs, because concurrencyPolicy is Forbid");
        }
        for (String reason : List.of("FailedCreate", "UnparseableSchedule", "InvalidSchedule", "UnknownTimeZone")) {
            String said = Look.said(cron, reason, sight);
            if (said != null) {
                out.add(reason + ": " + said);
            }
        }
        return out;
    }
}
