package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.FieldSelector;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A job. Upstream: pkg/registry/batch/job and SetDefaults_Job, pkg/apis/batch/v1/defaults.go, v1.36. */
public final class JobKind implements SpecAndStatus, FieldSelector.SelectorWords {
    private static final String SPEC = "io.k8s.api.batch.v1.JobSpec";
    private static final String STATUS = "io.k8s.api.batch.v1.JobStatus";
    private static final int BACKOFF_LIMIT = 6;

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("batch", "v1", "jobs", "Job")
                .categories("all")
                .withStatus()
                .selectable("status.successful", job -> Long.toString(Json.number(job, 0, "status", "succeeded")))
                .columns(JobKind::columns)
                .strategy(new JobKind())
                .build();
    }

    @Override
    public String unknownField(String field) {
        return "field label " + FieldErrors.quote(field) + " not supported for Job";
    }

    private static List<PrinterColumn> columns() {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(Columns.name());
        columns.add(Columns.string("Status", () -> "Status of the job.", JobKind::status));
        columns.add(Columns.string("Completions", doc(STATUS, "succeeded"), JobKind::completions));
        columns.add(new PrinterColumn(
                "Duration",
                "string",
                "",
                () -> "Time required to complete the job.",
                0,
                (job, now) -> JsonNodeFactory.instance.textNode(duration(job, now))));
        columns.add(Columns.age());
        columns.addAll(Columns.templateContainers());
        columns.add(Columns.selector(doc(SPEC, "selector")));
        return columns;
    }

    private static String status(ObjectNode job) {
        for (String type : List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (is(job, type)) {
                return type;
            }
        }
        return job.path("metadata").hasNonNull("deletionTimestamp") ? "Terminating" : "Running";
    }

    private static boolean is(ObjectNode job, String type) {
        for (JsonNode condition : job.path("status").path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return "True".equals(Json.text(condition, "status"));
            }
        }
        return false;
    }

    private static String completions(ObjectNode job) {
        long done = Json.number(job, 0, "status", "succeeded");
        JsonNode wanted = job.path("spec").path("completions");
        if (wanted.isNumber()) {
            return done + "/" + wanted.longValue();
        }
        long parallel = Json.number(job, 0, "spec", "parallelism");
        return parallel > 1 ? done + "/1 of " + parallel : done + "/1";
    }

    private static String duration(ObjectNode job, Instant now) {
        Instant start = Times.parse(Json.text(job, "status", "startTime"));
        Instant end = Times.parse(Json.text(job, "status", "completionTime"));
        return start == null ? "" : Columns.duration(Duration.between(start, end == null ? now : end));
    }

    @Override
    public void defaults(ObjectNode job) {
        ObjectNode meta = Json.child(job, "metadata");
        JsonNode labels = Json.at(job, "spec", "template", "metadata", "labels");
        if (!labels.isEmpty() && meta.path("labels").isEmpty()) {
            meta.set("labels", labels.deepCopy());
        }
        fill(Json.child(job, "spec"));
    }

    /** Fills a JobSpec, also that of a CronJob's template. */
    static void fill(ObjectNode spec) {
        if (!spec.hasNonNull("completions") && !spec.hasNonNull("parallelism")) {
            spec.put("completions", 1);
        }
        PodSpecDefaults.putIfAbsentNumber(spec, "parallelism", 1);
        boolean perIndex = spec.hasNonNull("backoffLimitPerIndex");
        PodSpecDefaults.putIfAbsentNumber(spec, "backoffLimit", perIndex ? Integer.MAX_VALUE : BACKOFF_LIMIT);
        PodSpecDefaults.putIfAbsent(spec, "completionMode", "NonIndexed");
        putIfAbsent(spec, "suspend");
        putIfAbsent(spec, "manualSelector");
        boolean policy = spec.hasNonNull("podFailurePolicy");
        PodSpecDefaults.putIfAbsent(spec, "podReplacementPolicy", policy ? "Failed" : "TerminatingOrFailed");
        for (JsonNode rule : Json.at(spec, "podFailurePolicy", "rules")) {
            rule.path("onPodConditions").forEach(c -> PodSpecDefaults.putIfAbsent((ObjectNode) c, "status", "True"));
        }
        PodSpecDefaults.fillTemplate(spec);
    }

    private static void putIfAbsent(ObjectNode spec, String flag) {
        if (!spec.hasNonNull(flag)) {
            spec.put(flag, false);
        }
    }

    /** Upstream: jobStrategy.PrepareForCreate with generateSelector: the job's pods are told apart by its uid. */
    @Override
    public void prepareForCreate(ObjectNode job) {
        SpecAndStatus.super.prepareForCreate(job);
        if (Json.isTrue(job, "spec", "manualSelector")) {
            return;
        }
        String uid = Json.textOr(job, "", "metadata", "uid");
        String name = Json.textOr(job, "", "metadata", "name");
        ObjectNode spec = Json.child(job, "spec");
        ObjectNode labels = Json.child(Json.child(Json.child(spec, "template"), "metadata"), "labels");
        for (String prefix : List.of("", "batch.kubernetes.io/")) {
            if (!labels.has(prefix + "job-name")) {
                labels.put(prefix + "job-name", name);
            }
            if (!labels.has(prefix + "controller-uid")) {
                labels.put(prefix + "controller-uid", uid);
            }
        }
        ObjectNode wanted = Json.child(Json.child(spec, "selector"), "matchLabels");
        if (!wanted.has("batch.kubernetes.io/controller-uid")) {
            wanted.put("batch.kubernetes.io/controller-uid", uid);
        }
    }

    @Override
    public String defaultPropagation() {
        return "Orphan";
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        JobRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        JobRules.update(object, old, errors);
    }

    @Override
    public boolean beginsWithMetadata() {
        return false;
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> out = new ArrayList<>(WorkloadWarnings.name(object, "Pod names and hostnames"));
        out.addAll(WorkloadWarnings.job(object.path("spec"), "spec"));
        return out;
    }

    @Override
    public List<String> updateWarnings(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.isSame(object, old) ? List.of() : WorkloadWarnings.job(object.path("spec"), "spec");
    }
}
