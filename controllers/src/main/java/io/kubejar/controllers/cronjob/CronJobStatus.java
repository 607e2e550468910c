package io.kubejar.controllers.cronjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The status of a CronJob while it changes. Not thread-safe. */
final class CronJobStatus {
    private final ObjectNode status;
    private boolean changed;

    CronJobStatus(ApiObject cronJob) {
        status = cronJob.status() instanceof ObjectNode known ? known.deepCopy() : Json.object();
    }

    /** The references to Jobs that run. */
    List<JsonNode> active() {
        List<JsonNode> out = new ArrayList<>();
        status.path("active").forEach(out::add);
        return out;
    }

    boolean hasActive(String uid) {
        return active().stream().anyMatch(ref -> uid.equals(Json.text(ref, "uid")));
    }

    boolean hasActiveNamed(String name) {
        return active().stream().anyMatch(ref -> name.equals(Json.text(ref, "name")));
    }

    /** Takes a Job out of those that run. */
    void remove(String uid) {
        keep(ref -> !uid.equals(Json.text(ref, "uid")));
        changed = true;
    }

    private void keep(Predicate<JsonNode> wanted) {
        List<JsonNode> kept = active().stream().filter(wanted).toList();
        if (kept.isEmpty()) {
            status.remove("active");
        } else {
            ArrayNode list = status.putArray("active");
            kept.forEach(list::add);
        }
    }

    /** A Job that was started for a time. */
    void started(ApiObject job, Instant scheduled) {
        Json.list(status, "active")
                .addObject()
                .put("kind", "Job")
                .put("namespace", job.namespace())
                .put("name", job.name())
                .put("uid", job.uid())
                .put("apiVersion", "batch/v1")
                .put("resourceVersion", job.resourceVersion());
        status.put("lastScheduleTime", Times.format(scheduled));
        changed = true;
    }

    /** A Job that has succeeded; the latest one counts. */
    void succeeded(ApiObject job) {
        Instant completed = Times.parse(Json.text(job.status(), "completionTime"));
        Instant known = Times.parse(Json.text(status, "lastSuccessfulTime"));
        if (completed != null && (known == null || completed.isAfter(known))) {
            status.put("lastSuccessfulTime", Times.format(completed));
            changed = true;
        }
    }

    /** Whether the last Job was started for this very time. */
    boolean wasStartedFor(Instant scheduled) {
        return scheduled.equals(Times.parse(Json.text(status, "lastScheduleTime")));
    }

    boolean isChanged() {
        return changed;
    }

    ObjectNode json() {
        return status;
    }
}
