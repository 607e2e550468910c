package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.server.kinds.podspec.PodSpecRules;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;
import io.kubejar.server.validation.Names;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;
import java.util.Map;

/** The rules of a job. Upstream: ValidateJob, ValidateJobSpecUpdate, pkg/apis/batch/validation/validation.go, v1.36. */
final class JobRules {
    private static final int INDEXED_MAX = 100_000;
    private static final List<String> KEPT =
            List.of("completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy", "successPolicy");

    private JobRules() {}

    static void create(ObjectNode job, FieldErrors errors) {
        JsonNode spec = job.path("spec");
        generated(job, errors);
        specWithSelector(spec, errors);
        indexedName(job, errors);
    }

    /** Upstream: ValidateJobSpec. */
    private static void specWithSelector(JsonNode spec, FieldErrors errors) {
        spec(spec, "spec", errors);
        JsonNode selector = spec.path("selector");
        if (selector.isObject()) {
            Checks.selector(selector, "spec.selector", errors);
        } else {
            errors.required("spec.selector", "");
        }
        if (WorkloadRules.isWellFormed(selector)) {
            JsonNode labels = Json.at(spec, "template", "metadata", "labels");
            if (!selector.isObject() || !LabelSelector.of(selector).matches(Json.map(labels))) {
                errors.invalidMap(
                        "spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
            }
        }
    }

    /** For an indexed job, the names of its pods are host names. */
    private static void indexedName(ObjectNode job, FieldErrors errors) {
        long completions = Json.number(job, 0, "spec", "completions");
        if (completions > 0 && "Indexed".equals(Json.text(job, "spec", "completionMode"))) {
            String name = Json.textOr(job, "", "metadata", "name");
            String last = name + "-" + (completions - 1);
            if (!Names.label(last).isEmpty()) {
                errors.invalid("metadata.name", name, "will not able to create pod with invalid DNS label: " + last);
            }
        }
    }

    /** Upstream: validateGeneratedSelector. */
    private static void generated(ObjectNode job, FieldErrors errors) {
        JsonNode spec = job.path("spec");
        if (Json.isTrue(spec, "manualSelector") || !spec.path("selector").isObject()) {
            return;
        }
        String uid = Json.textOr(job, "", "metadata", "uid");
        String name = Json.textOr(job, "", "metadata", "name");
        JsonNode labels = Json.at(spec, "template", "metadata", "labels");
        label(labels, "controller-uid", uid, errors);
        label(labels, "job-name", name, errors);
        label(labels, "batch.kubernetes.io/controller-uid", uid, errors);
        label(labels, "batch.kubernetes.io/job-name", name, errors);
        Map<String, String> expected = Map.of(
                "controller-uid", uid,
                "job-name", name,
                "batch.kubernetes.io/controller-uid", uid,
                "batch.kubernetes.io/job-name", name);
        JsonNode selector = spec.path("selector");
        if (WorkloadRules.isWellFormed(selector) && !LabelSelector.of(selector).matches(expected)) {
            errors.invalid("spec.selector", selector, "`selector` not auto-generated");
        }
    }

    private static void label(JsonNode labels, String key, String value, FieldErrors errors) {
        String path = "spec.template.metadata.labels[" + key + "]";
        if (!labels.has(key)) {
            errors.required(path, "must be '" + value + "'");
        } else if (!labels.get(key).asText().equals(value)) {
            errors.invalid(path, labels, "must be '" + value + "'");
        }
    }

    /** Checks a JobSpec, also that of a cron job's template. Upstream: validateJobSpec. */
    static void spec(JsonNode spec, String path, FieldErrors errors) {
        for (String field : List.of(
                "parallelism",
                "completions",
                "activeDeadlineSeconds",
                "backoffLimit",
                "ttlSecondsAfterFinished",
                "backoffLimitPerIndex",
                "maxFailedIndexes")) {
            Checks.nonNegative(spec, field, path, errors);
        }
        if (spec.hasNonNull("maxFailedIndexes") && !spec.hasNonNull("backoffLimitPerIndex")) {
            errors.required(path + ".backoffLimitPerIndex", "when maxFailedIndexes is specified");
        }
        mode(spec, path, errors);
        JobPolicyRules.validate(spec, path, errors);
        PodSpecRules.validateTemplate(spec.path("template"), path + ".template", errors);
        restart(spec, path + ".template.spec.restartPolicy", errors);
    }

    private static void mode(JsonNode spec, String path, FieldErrors errors) {
        String mode = Json.textOr(spec, "NonIndexed", "completionMode");
        if (mode.equals("NonIndexed")) {
            for (String field : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
                if (spec.hasNonNull(field)) {
                    errors.invalid(path + "." + field, spec.path(field), "requires indexed completion mode");
                }
            }
            return;
        }
        if (!mode.equals("Indexed")) {
            errors.unsupported(path + ".completionMode", mode, "NonIndexed", "Indexed");
            return;
        }
        JsonNode completions = spec.path("completions");
        if (!completions.isNumber()) {
            errors.required(path + ".completions", "when completion mode is Indexed");
        }
        long parallelism = Json.number(spec, 0, "parallelism");
        if (parallelism > INDEXED_MAX) {
            errors.invalid(
                    path + ".parallelism",
                    parallelism,
                    "must be less than or equal to " + INDEXED_MAX + " when completion mode is Indexed");
        }
        long failed = Json.number(spec, 0, "maxFailedIndexes");
        if (completions.isNumber() && failed > completions.longValue()) {
            errors.invalid(path + ".maxFailedIndexes", failed, "must be less than or equal to completions");
        }
        if (failed > INDEXED_MAX) {
            errors.invalid(path + ".maxFailedIndexes", failed, "must be less than or equal to " + INDEXED_MAX);
        }
    }

    private static void restart(JsonNode spec, String path, FieldErrors errors) {
        String policy = Json.textOr(spec, "", "template", "spec", "restartPolicy");
        if (policy.isEmpty() || policy.equals("Always")) {
            errors.required(path, "valid values: \"OnFailure\", \"Never\"");
        } else if (!policy.equals("OnFailure") && !policy.equals("Never")) {
            errors.unsupported(path, policy, "OnFailure", "Never");
        } else if (spec.path("podFailurePolicy").isObject() && !policy.equals("Never")) {
            errors.invalid(path, policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    /** Upstream checks a changed job as a new one first, and its spec twice. */
    static void update(ObjectNode job, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(job, errors);
        create(job, errors);
        ObjectMetaRules.updateAgain(job, old, errors);
        JsonNode spec = job.path("spec");
        JsonNode before = old.path("spec");
        specWithSelector(spec, errors);
        completions(spec, before, errors);
        Checks.immutable(spec, before, "selector", "spec", errors);
        template(spec.path("template"), before.path("template"), Json.isTrue(before, "suspend"), errors);
        KEPT.forEach(field -> Checks.immutable(spec, before, field, "spec", errors));
    }

    private static void completions(JsonNode spec, JsonNode before, FieldErrors errors) {
        if (!"Indexed".equals(Json.text(spec, "completionMode"))) {
            Checks.immutable(spec, before, "completions", "spec", errors);
            return;
        }
        JsonNode now = spec.path("completions");
        if (now.isNumber()
                && !now.equals(before.path("completions"))
                && now.longValue() != Json.number(spec, 0, "parallelism")) {
            errors.invalid("spec.completions", now, "can only be modified in tandem with spec.parallelism");
        }
    }

    /** The template stays; while the job is suspended, where its pods may run and what they ask for may change. */
    private static void template(JsonNode template, JsonNode old, boolean suspended, FieldErrors errors) {
        ObjectNode now = template.deepCopy();
        ObjectNode before = old.deepCopy();
        if (suspended) {
            free(now);
            free(before);
        }
        if (Checks.same(now, before)) {
            return;
        }
        if (suspended) {
            String shown = InternalForm.show("PodSpec", template.path("spec"));
            errors.invalidShown("spec.template.spec", shown, "field is immutable");
        } else {
            errors.invalidShown("spec.template", InternalForm.show("PodTemplateSpec", template), "field is immutable");
        }
    }

    private static void free(ObjectNode template) {
        if (template.get("metadata") instanceof ObjectNode meta) {
            meta.remove(List.of("labels", "annotations"));
        }
        if (template.get("spec") instanceof ObjectNode spec) {
            spec.remove(List.of("nodeSelector", "tolerations", "schedulingGates"));
            if (spec.get("affinity") instanceof ObjectNode affinity) {
                affinity.remove("nodeAffinity");
            }
            for (String list : List.of("containers", "initContainers")) {
                spec.path(list).forEach(container -> ((ObjectNode) container).remove("resources"));
            }
        }
    }
}
