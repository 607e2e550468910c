package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.ClaimSpecRules;
import io.kubejar.server.kinds.podspec.PodWarnings;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of a stateful set. Upstream: ValidateStatefulSetSpec, pkg/apis/apps/validation/validation.go, v1.36. */
final class StatefulSetRules {
    private static final List<String> CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private StatefulSetRules() {}

    static void create(ObjectNode set, FieldErrors errors) {
        String service = Json.textOr(set, "", "spec", "serviceName");
        spec(set.path("spec"), service, set.path("spec").path("volumeClaimTemplates"), errors);
    }

    static void update(ObjectNode set, ObjectNode old, FieldErrors errors) {
        spec(set.path("spec"), "", Json.array(), errors);
        if (!WorkloadRules.sameBut(set.path("spec"), old.path("spec"), CHANGEABLE)) {
            errors.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden");
        }
    }

    private static void spec(JsonNode spec, String service, JsonNode claims, FieldErrors errors) {
        String management = Json.textOr(spec, "", "podManagementPolicy");
        if (management.isEmpty()) {
            errors.required("spec.podManagementPolicy", "");
        } else if (!management.equals("OrderedReady") && !management.equals("Parallel")) {
            errors.invalid("spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
        }
        strategy(spec.path("updateStrategy"), errors);
        JsonNode retention = spec.path("persistentVolumeClaimRetentionPolicy");
        for (String when : List.of("whenDeleted", "whenScaled")) {
            Checks.oneOf(retention, when, "spec.persistentVolumeClaimRetentionPolicy", errors, "Retain", "Delete");
        }
        for (int i = 0; i < claims.size(); i++) {
            ClaimSpecRules.validate(
                    claims.get(i).path("spec"), Json.object(), "spec.volumeClaimTemplates[" + i + "].spec", errors);
        }
        Checks.nonNegative(spec, "replicas", "spec", errors);
        Checks.nonNegative(spec, "minReadySeconds", "spec", errors);
        Checks.nonNegative(spec.path("ordinals"), "start", "spec.ordinals", errors);
        if (!service.isEmpty()) {
            Checks.label(service, "spec.serviceName", errors);
        }
        WorkloadRules.selector(spec, "statefulset", errors);
        WorkloadRules.template(spec, withClaims(spec), "StatefulSet", errors);
    }

    private static void strategy(JsonNode strategy, FieldErrors errors) {
        JsonNode rolling = strategy.path("rollingUpdate");
        String path = "spec.updateStrategy.rollingUpdate";
        switch (Json.textOr(strategy, "", "type")) {
            case "OnDelete" -> {
                if (rolling.isObject()) {
                    errors.invalid(path, rolling, "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                Checks.nonNegative(rolling, "partition", path, errors);
                JsonNode unavailable = rolling.path("maxUnavailable");
                if (!unavailable.isMissingNode()) {
                    Checks.countOrPercent(unavailable, path + ".maxUnavailable", errors);
                    if (Checks.amount(unavailable) == 0) {
                        errors.invalid(path + ".maxUnavailable", unavailable, "cannot be 0");
                    }
                    WorkloadRules.notMoreThanAll(unavailable, path + ".maxUnavailable", errors);
                }
            }
            default ->
                errors.invalidShown(
                        "spec.updateStrategy", WorkloadRules.shown(strategy), "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    /** The template with the volumes that come from the claims; the name and subdomain are the set's own. */
    private static JsonNode withClaims(JsonNode spec) {
        ObjectNode template = (ObjectNode) spec.path("template").deepCopy();
        ObjectNode pod = Json.child(template, "spec");
        pod.remove(List.of("hostname", "subdomain"));
        JsonNode claims = spec.path("volumeClaimTemplates");
        if (claims.isEmpty()) {
            return template;
        }
        Set<String> names = new HashSet<>();
        ArrayNode volumes = Json.array();
        for (JsonNode claim : claims) {
            String name = Json.textOr(claim, "", "metadata", "name");
            if (names.add(name)) {
                volumes.addObject()
                        .put("name", name)
                        .putObject("persistentVolumeClaim")
                        .put("claimName", name);
            }
        }
        for (JsonNode volume : pod.path("volumes")) {
            if (!names.contains(Json.textOr(volume, "", "name"))) {
                volumes.add(volume);
            }
        }
        pod.set("volumes", volumes);
        return template;
    }

    /** Warns of sizes of claims and of a history without an end. Upstream: statefulSetStrategy, pkg/registry/apps. */
    static void warnings(JsonNode spec, String claimSpec, List<String> out) {
        JsonNode claims = spec.path("volumeClaimTemplates");
        for (int i = 0; i < claims.size(); i++) {
            PodWarnings.claim(claims.get(i).path("spec"), "spec.volumeClaimTemplates[" + i + "]" + claimSpec, out);
        }
        if (Json.number(spec, 0, "revisionHistoryLimit") < 0) {
            out.add("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is"
                    + " recommended");
        }
    }
}
