package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.server.kinds.podspec.PodSpecRules;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/**
 * The rules of what keeps pods running. Upstream: ValidateDeploymentSpec, ValidateReplicaSetSpec and
 * ValidateDaemonSetSpec, pkg/apis/apps/validation/validation.go, v1.36.
 */
final class WorkloadRules {
    private static final String MISMATCH = "`selector` does not match template `labels`";
    private static final long WHOLE = 100;

    private WorkloadRules() {}

    static void deployment(ObjectNode deployment, FieldErrors errors) {
        JsonNode spec = deployment.path("spec");
        Checks.nonNegative(spec, "replicas", "spec", errors);
        selector(spec, "deployment", errors);
        template(spec, spec.path("template"), "ReplicaSet", errors);
        strategy(spec.path("strategy"), errors);
        Checks.nonNegative(spec, "minReadySeconds", "spec", errors);
        Checks.nonNegative(spec, "revisionHistoryLimit", "spec", errors);
        Checks.nonNegative(spec, "progressDeadlineSeconds", "spec", errors);
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        if (deadline.isNumber() && deadline.longValue() <= Json.number(spec, 0, "minReadySeconds")) {
            errors.invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }
    }

    private static void strategy(JsonNode strategy, FieldErrors errors) {
        String path = "spec.strategy";
        JsonNode rolling = strategy.path("rollingUpdate");
        switch (Json.textOr(strategy, "", "type")) {
            case "Recreate" -> {
                if (rolling.isObject()) {
                    errors.forbidden(
                            path + ".rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> rolling(rolling, path + ".rollingUpdate", errors);
            default -> errors.unsupportedShown(path, shown(strategy), "Recreate", "RollingUpdate");
        }
    }

    private static void rolling(JsonNode rolling, String path, FieldErrors errors) {
        JsonNode unavailable = rolling.path("maxUnavailable");
        Checks.countOrPercent(unavailable, path + ".maxUnavailable", errors);
        Checks.countOrPercent(rolling.path("maxSurge"), path + ".maxSurge", errors);
        if (Checks.amount(unavailable) == 0 && Checks.amount(rolling.path("maxSurge")) == 0) {
            errors.invalid(path + ".maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0");
        }
        notMoreThanAll(unavailable, path + ".maxUnavailable", errors);
    }

    /** Upstream: IsNotMoreThan100Percent. */
    static void notMoreThanAll(JsonNode value, String path, FieldErrors errors) {
        if (value.isTextual() && Checks.amount(value) > WHOLE) {
            errors.invalid(path, value, "must not be greater than 100%");
        }
    }

    /** A strategy as Go prints its internal type, whose members have no JSON names. */
    static String shown(JsonNode strategy) {
        ObjectNode out = Json.object().put("Type", Json.textOr(strategy, "", "type"));
        JsonNode rolling = strategy.path("rollingUpdate");
        if (rolling.isObject()) {
            ObjectNode inner = out.putObject("RollingUpdate");
            rolling.properties().forEach(e -> {
                String name = e.getKey();
                inner.set(Character.toUpperCase(name.charAt(0)) + name.substring(1), e.getValue());
            });
        } else {
            out.putNull("RollingUpdate");
        }
        return Json.string(out);
    }

    static void replicaSet(ObjectNode set, FieldErrors errors) {
        JsonNode spec = set.path("spec");
        Checks.nonNegative(spec, "replicas", "spec", errors);
        Checks.nonNegative(spec, "minReadySeconds", "spec", errors);
        selector(spec, "deployment", errors);
        template(spec, spec.path("template"), "ReplicaSet", errors);
    }

    static void daemonSet(ObjectNode set, FieldErrors errors) {
        JsonNode spec = set.path("spec");
        JsonNode selector = spec.path("selector");
        Checks.selector(selector, "spec.selector", errors);
        matches(spec, spec.path("template"), false, errors);
        if (selector.isObject() && isEmpty(selector)) {
            errors.invalid("spec.selector", selector, "empty selector is invalid for daemonset");
        }
        pods(spec.path("template"), "DaemonSet", errors);
        Checks.nonNegative(spec, "minReadySeconds", "spec", errors);
        daemonStrategy(spec.path("updateStrategy"), errors);
        Checks.nonNegative(spec, "revisionHistoryLimit", "spec", errors);
    }

    private static void daemonStrategy(JsonNode strategy, FieldErrors errors) {
        String type = Json.textOr(strategy, "", "type");
        if (type.equals("OnDelete")) {
            return;
        }
        if (!type.equals("RollingUpdate")) {
            errors.unsupportedShown("spec.updateStrategy", shown(strategy), "RollingUpdate", "OnDelete");
            return;
        }
        String path = "spec.updateStrategy.rollingUpdate";
        JsonNode unavailable = strategy.path("rollingUpdate").path("maxUnavailable");
        JsonNode surge = strategy.path("rollingUpdate").path("maxSurge");
        Checks.countOrPercent(unavailable, path + ".maxUnavailable", errors);
        Checks.countOrPercent(surge, path + ".maxSurge", errors);
        notMoreThanAll(unavailable, path + ".maxUnavailable", errors);
        notMoreThanAll(surge, path + ".maxSurge", errors);
        boolean down = Checks.amount(unavailable) != 0;
        boolean up = Checks.amount(surge) != 0;
        if (down && up) {
            errors.invalid(path + ".maxSurge", surge, "may not be set when maxUnavailable is non-zero");
        } else if (!down && !up) {
            errors.required(path + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
        }
    }

    /** A selector must be there, well-formed and not empty. */
    static void selector(JsonNode spec, String kind, FieldErrors errors) {
        JsonNode selector = spec.path("selector");
        if (!selector.isObject()) {
            errors.required("spec.selector", "");
            return;
        }
        Checks.selector(selector, "spec.selector", errors);
        if (isEmpty(selector)) {
            errors.invalid("spec.selector", selector, "empty selector is invalid for " + kind);
        }
    }

    /** The pods' template; the selector must match its labels. */
    static void template(JsonNode spec, JsonNode template, String kind, FieldErrors errors) {
        if (matches(spec, template, true, errors)) {
            pods(template, kind, errors);
        }
    }

    /** Gives whether the selector is one at all. */
    private static boolean matches(JsonNode spec, JsonNode template, boolean told, FieldErrors errors) {
        JsonNode selector = spec.path("selector");
        if (!isWellFormed(selector)) {
            if (told) {
                errors.invalid("spec.selector", selector, "invalid label selector");
            }
            return false;
        }
        JsonNode labels = template.path("metadata").path("labels");
        boolean matches = selector.isObject() && LabelSelector.of(selector).matches(Json.map(labels));
        if (!matches) {
            errors.invalidMap("spec.template.metadata.labels", labels, MISMATCH);
        }
        return true;
    }

    private static void pods(JsonNode template, String kind, FieldErrors errors) {
        PodSpecRules.validateTemplate(template, "spec.template", errors);
        String policy = Json.textOr(template, "", "spec", "restartPolicy");
        if (!policy.equals("Always")) {
            errors.unsupported("spec.template.spec.restartPolicy", policy, "Always");
        }
        if (template.path("spec").hasNonNull("activeDeadlineSeconds")) {
            errors.forbidden(
                    "spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }

    /** Whether a selector can be asked at all. Upstream: LabelSelectorAsSelector. */
    static boolean isWellFormed(JsonNode selector) {
        FieldErrors wrong = new FieldErrors();
        Checks.selector(selector, "", wrong);
        return wrong.isEmpty();
    }

    private static boolean isEmpty(JsonNode selector) {
        return selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }

    /** The selector stays as it was. */
    static void keepsSelector(ObjectNode object, ObjectNode old, FieldErrors errors) {
        Checks.immutable(object.path("spec"), old.path("spec"), "selector", "spec", errors);
    }

    /** Whether two specs differ in no other fields than those named. */
    static boolean sameBut(JsonNode spec, JsonNode old, List<String> fields) {
        ObjectNode one = spec.deepCopy();
        ObjectNode other = old.deepCopy();
        one.remove(fields);
        other.remove(fields);
        return Checks.same(one, other);
    }
}
