package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A cron job. Upstream: pkg/registry/batch/cronjob and SetDefaults_CronJob, pkg/apis/batch/v1/defaults.go, v1.36. */
public final class CronJobKind implements SpecAndStatus {
    private static final int SUCCESSES_KEPT = 3;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("batch", "v1", "cronjobs", "CronJob")
                .shortNames("cj")
                .categories("all")
                .withStatus()
                .strategy(new CronJobKind())
                .build();
    }

    @Override
    public void defaults(ObjectNode cronJob) {
        ObjectNode spec = Json.child(cronJob, "spec");
        PodSpecDefaults.putIfAbsent(spec, "concurrencyPolicy", "Allow");
        if (!spec.hasNonNull("suspend")) {
            spec.put("suspend", false);
        }
        PodSpecDefaults.putIfAbsentNumber(spec, "successfulJobsHistoryLimit", SUCCESSES_KEPT);
        PodSpecDefaults.putIfAbsentNumber(spec, "failedJobsHistoryLimit", 1);
        JobKind.spec(Json.child(Json.child(spec, "jobTemplate"), "spec"));
    }
}
