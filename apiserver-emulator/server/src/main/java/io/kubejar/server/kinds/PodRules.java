package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.PodAnnotationRules;
import io.kubejar.server.kinds.podspec.PodSpecRules;
import io.kubejar.server.kinds.podspec.SchedulingRules;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.InternalForm;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The rules of a pod. Upstream: ValidatePodCreate and ValidatePodUpdate, pkg/apis/core/validation, v1.36. */
final class PodRules {
    private static final String UPDATABLE = "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to"
            + " existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
            + " previously negative)";

    private PodRules() {}

    static void create(ObjectNode pod, FieldErrors errors) {
        JsonNode spec = pod.path("spec");
        PodSpecRules.validate(pod, errors);
        if (!spec.path("ephemeralContainers").isEmpty()) {
            errors.forbidden("spec.ephemeralContainers", "cannot be set on create");
        }
        if (!spec.path("schedulingGates").isEmpty()
                && !Json.textOr(spec, "", "nodeName").isEmpty()) {
            errors.forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared");
        }
        PodAnnotationRules.matching(pod.path("metadata"), spec, "spec", errors);
    }

    static void update(ObjectNode pod, ObjectNode old, FieldErrors errors) {
        JsonNode spec = pod.path("spec");
        JsonNode before = old.path("spec");
        ObjectMetaRules.again(pod, errors);
        PodSpecRules.validate(pod, errors);
        PodAnnotationRules.update(pod.path("metadata"), old.path("metadata"), errors);
        for (String list : List.of("containers", "initContainers")) {
            if (spec.path(list).size() != before.path(list).size()) {
                errors.forbidden("spec." + list, "pod updates may not add or remove containers");
                return;
            }
            images(spec.path(list), "spec." + list, errors);
        }
        if (!deadline(spec.path("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"), errors)) {
            return;
        }
        if (!keepsTolerations(spec.path("tolerations"), before.path("tolerations"))) {
            errors.forbidden(
                    "spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        } else {
            SchedulingRules.tolerations(spec.path("tolerations"), "spec.tolerations", errors);
        }
        gates(spec.path("schedulingGates"), before.path("schedulingGates"), errors);
        rest(spec, before, errors);
    }

    private static void images(JsonNode containers, String path, FieldErrors errors) {
        for (int i = 0; i < containers.size(); i++) {
            String image = Json.textOr(containers.get(i), "", "image");
            if (image.isEmpty()) {
                errors.required(path + "[" + i + "].image", "");
            }
            if (!image.strip().equals(image)) {
                errors.invalid(path + "[" + i + "].image", image, "must not have leading or trailing whitespace");
            }
        }
    }

    /** Gives whether the other fields are worth a look. */
    private static boolean deadline(JsonNode deadline, JsonNode before, FieldErrors errors) {
        String path = "spec.activeDeadlineSeconds";
        if (!deadline.isNumber()) {
            if (before.isNumber()) {
                errors.invalid(path, deadline, "must not update from a positive integer to nil value");
            }
            return true;
        }
        long value = deadline.longValue();
        if (value < 0 || value > Integer.MAX_VALUE) {
            errors.invalid(path, value, "must be between 0 and 2147483647, inclusive");
            return false;
        }
        if (before.isNumber() && before.longValue() < value) {
            errors.invalid(path, value, "must be less than or equal to previous value");
            return false;
        }
        return true;
    }

    private static boolean keepsTolerations(JsonNode tolerations, JsonNode before) {
        Set<JsonNode> now = withoutSeconds(tolerations);
        return now.containsAll(withoutSeconds(before));
    }

    private static Set<JsonNode> withoutSeconds(JsonNode tolerations) {
        return StreamSupport.stream(tolerations.spliterator(), false)
                .map(t -> ((ObjectNode) t).deepCopy().without("tolerationSeconds"))
                .map(JsonNode.class::cast)
                .collect(Collectors.toSet());
    }

    private static void gates(JsonNode gates, JsonNode before, FieldErrors errors) {
        List<String> known = StreamSupport.stream(before.spliterator(), false)
                .map(gate -> Json.textOr(gate, "", "name"))
                .toList();
        for (int i = 0; i < gates.size(); i++) {
            String name = Json.textOr(gates.get(i), "", "name");
            if (!known.contains(name)) {
                errors.forbidden(
                        "spec.schedulingGates[" + i + "].name",
                        "only deletion is allowed, but found new scheduling gate '" + name + "'");
            }
        }
    }

    /** Everything else stays. A pod that is still gated may say more about its node. */
    private static void rest(JsonNode spec, JsonNode before, FieldErrors errors) {
        ObjectNode now = spec.deepCopy();
        for (String list : List.of("containers", "initContainers")) {
            for (int i = 0; i < now.path(list).size(); i++) {
                ((ObjectNode) now.path(list).get(i))
                        .set("image", before.path(list).get(i).path("image"));
            }
        }
        for (String field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
            keep(now, before, field);
        }
        if (Json.number(before, 0, "terminationGracePeriodSeconds") < 0
                && Json.number(now, 0, "terminationGracePeriodSeconds") == 1) {
            keep(now, before, "terminationGracePeriodSeconds");
        }
        if (!before.path("schedulingGates").isEmpty()) {
            GatedPodRules.update(now, before, errors);
        }
        if (!Checks.same(now, before)) {
            errors.forbidden("spec", UPDATABLE + "\n" + InternalForm.diff("PodSpec", before, now));
        }
    }

    /** Takes a field over from the old state. */
    static void keep(ObjectNode now, JsonNode before, String field) {
        if (before.has(field)) {
            now.set(field, before.get(field));
        } else {
            now.remove(field);
        }
    }
}
