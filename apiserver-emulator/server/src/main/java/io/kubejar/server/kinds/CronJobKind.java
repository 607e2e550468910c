package io.kubejar.server.kinds;

import static io.kubejar.server.kinds.Columns.doc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodSpecDefaults;
import io.kubejar.server.registry.PrinterColumn;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SpecAndStatus;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A cron job. Upstream: pkg/registry/batch/cronjob and SetDefaults_CronJob, pkg/apis/batch/v1/defaults.go, v1.36. */
public final class CronJobKind implements SpecAndStatus {
    private static final String SPEC = "io.k8s.api.batch.v1.CronJobSpec";
    private static final String STATUS = "io.k8s.api.batch.v1.CronJobStatus";

    /** The declaration. */
    public static ResourceDef def() {
        return ResourceDef.of("batch", "v1", "cronjobs", "CronJob")
                .shortNames("cj")
                .categories("all")
                .withStatus()
                .columns(CronJobKind::columns)
                .strategy(new CronJobKind())
                .build();
    }

    private static List<PrinterColumn> columns() {
        List<PrinterColumn> columns = new ArrayList<>();
        columns.add(Columns.name());
        columns.add(Columns.string("Schedule", doc(SPEC, "schedule"), o -> Json.textOr(o, "", "spec", "schedule")));
        columns.add(
                Columns.string("Timezone", doc(SPEC, "timeZone"), o -> Json.textOr(o, "<none>", "spec", "timeZone")));
        columns.add(new PrinterColumn(
                "Suspend",
                "boolean",
                "",
                doc(SPEC, "suspend"),
                0,
                (o, now) -> JsonNodeFactory.instance.textNode(Json.isTrue(o, "spec", "suspend") ? "True" : "False")));
        columns.add(Columns.integer(
                "Active",
                doc(STATUS, "active"),
                o -> o.path("status").path("active").size()));
        columns.add(new PrinterColumn("Last Schedule", "string", "", doc(STATUS, "lastScheduleTime"), 0, (o, now) -> {
            String last = Json.textOr(o, "", "status", "lastScheduleTime");
            return JsonNodeFactory.instance.textNode(last.isEmpty() ? "<none>" : Columns.age(last, now));
        }));
        columns.add(Columns.age());
        Function<String, Function<ObjectNode, String>> of = field -> o -> {
            List<String> all = new ArrayList<>();
            JsonNode pod = Json.at(o, "spec", "jobTemplate", "spec", "template", "spec", "containers");
            pod.forEach(c -> all.add(Json.textOr(c, "", field)));
            return String.join(",", all);
        };
        columns.add(Columns.wide("Containers", () -> "Names of each container in the template.", of.apply("name")));
        columns.add(Columns.wide(
                "Images", () -> "Images referenced by each container in the template.", of.apply("image")));
        columns.add(Columns.wide(
                "Selector",
                doc("io.k8s.api.batch.v1.JobSpec", "selector"),
                o -> Columns.selectorText(Json.at(o, "spec", "jobTemplate", "spec", "selector"))));
        return columns;
    }

    @Override
    public void defaults(ObjectNode cron) {
        ObjectNode spec = Json.child(cron, "spec");
        PodSpecDefaults.putIfAbsent(spec, "concurrencyPolicy", "Allow");
        if (!spec.hasNonNull("suspend")) {
            spec.put("suspend", false);
        }
        PodSpecDefaults.putIfAbsentNumber(spec, "successfulJobsHistoryLimit", 3);
        PodSpecDefaults.putIfAbsentNumber(spec, "failedJobsHistoryLimit", 1);
        ObjectNode job = Json.child(Json.child(spec, "jobTemplate"), "spec");
        PodSpecDefaults.fillTemplate(job); // the job's own defaults come with the job
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        CronJobRules.create(object, errors);
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        CronJobRules.update(object, old, errors);
    }

    @Override
    public List<String> warnings(ObjectNode object) {
        List<String> out = new ArrayList<>(WorkloadWarnings.name(object, "Pod names and hostnames"));
        out.addAll(WorkloadWarnings.job(object.path("spec").path("jobTemplate").path("spec"), "spec.jobTemplate.spec"));
        return out;
    }

    @Override
    public List<String> updateWarnings(ObjectNode object, ObjectNode old) {
        return WorkloadWarnings.isSame(object, old)
                ? List.of()
                : WorkloadWarnings.job(object.path("spec").path("jobTemplate").path("spec"), "spec.jobTemplate.spec");
    }
}
