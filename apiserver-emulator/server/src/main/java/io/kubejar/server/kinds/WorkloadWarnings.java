package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodWarnings;
import io.kubejar.server.validation.Names;
import java.util.ArrayList;
import java.util.List;

/** What a client is warned of about what makes pods. Upstream: WarningsOnCreate of pkg/registry/apps and batch, v1.36. */
final class WorkloadWarnings {
    private static final long COMPLETIONS = 100_000;
    private static final long PARALLELISM = 10_000;

    private WorkloadWarnings() {}

    /** The name of a new object is a part of names of pods. */
    static List<String> name(ObjectNode object, String where) {
        String name = Json.textOr(object, "", "metadata", "name");
        List<String> wrong = Names.label(name);
        return wrong.isEmpty()
                ? List.of()
                : List.of("metadata.name: this is used in " + where + ", which can result in surprising behavior; a DNS"
                        + " label is recommended: [" + String.join(" ", wrong) + "]");
    }

    /** About a new object with a template of pods. */
    static List<String> created(ObjectNode object) {
        List<String> out = new ArrayList<>(name(object, "Pod names and hostnames"));
        out.addAll(PodWarnings.of(object.path("spec").path("template"), "spec.template"));
        return out;
    }

    /** About a changed one; only when its spec has changed. */
    static List<String> updated(ObjectNode object, ObjectNode old) {
        return isSame(object, old)
                ? List.of()
                : PodWarnings.of(object.path("spec").path("template"), "spec.template");
    }

    static boolean isSame(ObjectNode object, ObjectNode old) {
        return Json.number(object, 0, "metadata", "generation") == Json.number(old, 0, "metadata", "generation");
    }

    /** About the spec of a job. Upstream: WarningsForJobSpec, pkg/api/job/warnings.go. */
    static List<String> job(JsonNode spec, String path) {
        List<String> out = new ArrayList<>();
        if ("Indexed".equals(Json.text(spec, "completionMode"))
                && Json.number(spec, 0, "completions") > COMPLETIONS
                && Json.number(spec, 0, "parallelism") > PARALLELISM) {
            out.add(
                    path
                            + ": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than"
                            + " 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail");
        }
        out.addAll(PodWarnings.of(spec.path("template"), path + ".template"));
        return out;
    }
}
