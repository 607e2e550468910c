package io.kubejar.controllers.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.PodTemplates;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import org.jspecify.annotations.Nullable;

/** Makes the pods of Jobs. Upstream: manageJob and pkg/controller/job/indexed_job_utils.go, v1.36. */
final class JobPodMaker {
    private static final int LONGEST_PREFIX = 58;
    private static final String ENV = "JOB_COMPLETION_INDEX";

    private JobPodMaker() {}

    /**
     * A pod for an index, or for none.
     *
     * @param replaced the failed pod of the same index, when failures are counted by index and there is one
     */
    static ApiObject pod(ApiObject job, JobSpec spec, int index, @Nullable ApiObject replaced) {
        return PodTemplates.podOf(job).edit(root -> {
            ObjectNode meta = Json.child(root, "metadata");
            ArrayNode finalizers = Json.list(meta, "finalizers");
            if (!Json.strings(finalizers).contains(JobPods.FINALIZER)) {
                finalizers.add(JobPods.FINALIZER);
            }
            if (index != JobPods.NO_INDEX) {
                mark(root, job, index);
                if (spec.backoffLimitPerIndex() != null) {
                    countFailures(Json.child(meta, "annotations"), spec, replaced);
                }
            }
        });
    }

    private static void mark(ObjectNode root, ApiObject job, int index) {
        ObjectNode meta = Json.child(root, "metadata");
        String number = Integer.toString(index);
        Json.child(meta, "annotations").put(JobPods.INDEX, number);
        Json.child(meta, "labels").put(JobPods.INDEX, number);
        meta.put("generateName", prefix(job.name(), "-" + number + "-"));
        ObjectNode podSpec = Json.child(root, "spec");
        podSpec.put("hostname", job.name() + "-" + number);
        for (String list : new String[] {"initContainers", "containers"}) {
            podSpec.path(list).forEach(container -> addEnv((ObjectNode) container));
        }
    }

    private static String prefix(String name, String end) {
        return (name.length() + end.length() > LONGEST_PREFIX ? name.substring(0, LONGEST_PREFIX - end.length()) : name)
                + end;
    }

    private static void addEnv(ObjectNode container) {
        ArrayNode env = Json.list(container, "env");
        for (JsonNode variable : env) {
            if (ENV.equals(Json.text(variable, "name"))) {
                return;
            }
        }
        env.addObject()
                .put("name", ENV)
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.labels['" + JobPods.INDEX + "']");
    }

    private static void countFailures(ObjectNode annotations, JobSpec spec, @Nullable ApiObject replaced) {
        int failures = 0;
        int ignored = 0;
        if (replaced != null) {
            boolean counted = PodFailurePolicy.match(spec, replaced).counted();
            failures = JobPods.failures(replaced) + (counted ? 1 : 0);
            ignored = JobPods.ignoredFailures(replaced) + (counted ? 0 : 1);
        }
        annotations.put(JobPods.FAILURES, Integer.toString(failures));
        if (ignored > 0) {
            annotations.put(JobPods.IGNORED, Integer.toString(ignored));
        }
    }
}
