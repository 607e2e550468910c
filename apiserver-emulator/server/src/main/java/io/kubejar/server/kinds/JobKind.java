package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;

/** A job. Upstream: pkg/registry/batch/job/strategy.go and SetDefaults_Job, pkg/apis/batch/v1/defaults.go, v1.36. */
public final class JobKind implements SpecAndStatus {
    private static final int BACKOFF_LIMIT = 6;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("batch", "v1", "jobs", "Job")
                .categories("all")
                .withStatus()
                .selectable("status.successful", "status", "succeeded")
                .strategy(new JobKind())
                .build();
    }

    @Override
    public void defaults(ObjectNode job) {
        ObjectNode spec = Json.child(job, "spec");
        spec(spec);
        if (!spec.hasNonNull("completions") && !spec.hasNonNull("parallelism")) {
            spec.put("completions", 1);
        }
        PodSpecDefaults.putIfAbsentNumber(spec, "parallelism", 1);
        int limit = spec.hasNonNull("backoffLimitPerIndex") ? Integer.MAX_VALUE : BACKOFF_LIMIT;
        PodSpecDefaults.putIfAbsentNumber(spec, "backoffLimit", limit);
        JsonNode labels = Json.at(spec, "template", "metadata", "labels");
        ObjectNode meta = Json.child(job, "metadata");
        if (!labels.isEmpty() && meta.path("labels").isEmpty()) {
            meta.set("labels", labels.deepCopy());
        }
        PodSpecDefaults.putIfAbsent(spec, "completionMode", "NonIndexed");
        putIfAbsent(spec, "suspend");
        boolean policy = spec.path("podFailurePolicy").isObject();
        PodSpecDefaults.putIfAbsent(spec, "podReplacementPolicy", policy ? "Failed" : "TerminatingOrFailed");
        putIfAbsent(spec, "manualSelector");
    }

    /** What is filled in below the spec of a Job, also in the template of a CronJob. */
    static void spec(ObjectNode spec) {
        for (JsonNode rule : Json.at(spec, "podFailurePolicy", "rules")) {
            for (JsonNode pattern : rule.path("onPodConditions")) {
                PodSpecDefaults.putIfAbsent((ObjectNode) pattern, "status", "True");
            }
        }
        PodSpecDefaults.fill(Json.child(Json.child(spec, "template"), "spec"));
    }

    private static void putIfAbsent(ObjectNode spec, String field) {
        if (!spec.hasNonNull(field)) {
            spec.put(field, false);
        }
    }

    @Override
    public void prepareForCreate(ObjectNode job) {
        SpecAndStatus.super.prepareForCreate(job);
        ObjectNode spec = Json.child(job, "spec");
        if (!Json.isTrue(spec, "manualSelector")) {
            select(job, spec);
        }
    }

    /** Labels by which the pods are known and selected. Upstream: generateSelector. */
    private static void select(ObjectNode job, ObjectNode spec) {
        String name = Json.textOr(job, "", "metadata", "name");
        String uid = Json.textOr(job, "", "metadata", "uid");
        ObjectNode labels = Json.child(Json.child(Json.child(spec, "template"), "metadata"), "labels");
        PodSpecDefaults.putIfAbsent(labels, "job-name", name);
        PodSpecDefaults.putIfAbsent(labels, "batch.kubernetes.io/job-name", name);
        PodSpecDefaults.putIfAbsent(labels, "controller-uid", uid);
        PodSpecDefaults.putIfAbsent(labels, "batch.kubernetes.io/controller-uid", uid);
        ObjectNode matched = Json.child(Json.child(spec, "selector"), "matchLabels");
        PodSpecDefaults.putIfAbsent(matched, "batch.kubernetes.io/controller-uid", uid);
    }

    @Override
    public String defaultPropagation() {
        return "Orphan"; // for clients from before there was a choice
    }
}
