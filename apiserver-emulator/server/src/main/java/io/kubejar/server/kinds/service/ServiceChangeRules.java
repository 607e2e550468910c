package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.List;

/** What may change about a service. Upstream: ValidateServiceUpdate, pkg/apis/core/validation/validation.go, v1.36. */
final class ServiceChangeRules {
    private static final String ONCE = "may not change once set";

    private ServiceChangeRules() {}

    static void validate(JsonNode spec, JsonNode before, FieldErrors errors) {
        if (!ServiceTraits.isAlias(spec) && !ServiceTraits.isAlias(before)) {
            boolean headless = ServiceTraits.isHeadless(spec);
            boolean wasHeadless = ServiceTraits.isHeadless(before);
            if (!headless || !wasHeadless) {
                addresses(spec, before, errors);
            }
            if (!headless && !wasHeadless) {
                families(spec, before, errors);
            }
        }
        boolean balanced = ServiceTraits.isBalanced(spec);
        if (balanced
                && ServiceTraits.isBalanced(before)
                && !spec.path("loadBalancerClass").equals(before.path("loadBalancerClass"))) {
            errors.invalid("spec.loadBalancerClass", spec.path("loadBalancerClass"), ONCE);
        }
        ServiceRules.balancerClass(spec, errors);
        long port = Json.number(spec, 0, "healthCheckNodePort");
        if (ServiceTraits.needsHealthCheck(spec)
                && ServiceTraits.needsHealthCheck(before)
                && port != Json.number(before, 0, "healthCheckNodePort")) {
            errors.forbidden("spec.healthCheckNodePort", "field is immutable");
        }
    }

    /** The first address stays; the second may come, or go when one family is asked for. */
    private static void addresses(JsonNode spec, JsonNode before, FieldErrors errors) {
        JsonNode shown = spec.path("clusterIPs");
        List<String> now = Json.strings(shown);
        List<String> old = Json.strings(before.path("clusterIPs"));
        String path = "spec.clusterIPs[";
        if (now.size() == old.size()) {
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).equals(old.get(i))) {
                    errors.invalid(path + i + "]", shown, ONCE);
                }
            }
            return;
        }
        boolean released = now.size() < old.size();
        if (released && now.isEmpty()) {
            errors.invalid(path + "0]", shown, "primary clusterIP can not be unset");
        }
        if (!old.isEmpty() && !now.isEmpty() && !now.get(0).equals(old.get(0))) {
            errors.invalid(path + "0]", shown, ONCE);
        }
        if (released && now.size() == 1) {
            single(spec, "secondary clusterIP", errors);
        }
    }

    private static void families(JsonNode spec, JsonNode before, FieldErrors errors) {
        List<String> now = Json.strings(spec.path("ipFamilies"));
        List<String> old = Json.strings(before.path("ipFamilies"));
        String path = "spec.ipFamilies[0]";
        if (now.size() == old.size()) {
            for (int i = 0; i < now.size(); i++) {
                if (!now.get(i).equals(old.get(i))) {
                    errors.invalid(path, spec.path("ipFamilies"), ONCE);
                }
            }
            return;
        }
        boolean released = now.size() < old.size();
        if (released && spec.path("clusterIPs").isEmpty()) {
            errors.invalid(path, spec.path("ipFamilies"), "primary ipFamily can not be unset");
        }
        if (!old.isEmpty() && !now.isEmpty() && !now.get(0).equals(old.get(0))) {
            errors.invalid(path, spec.path("clusterIPs"), ONCE); // upstream shows the addresses here
        }
        if (released && now.size() == 1) {
            single(spec, "secondary ipFamily", errors);
        }
    }

    private static void single(JsonNode spec, String what, FieldErrors errors) {
        JsonNode policy = spec.path("ipFamilyPolicy");
        if (!policy.asText("").equals("SingleStack")) {
            errors.invalid("spec.ipFamilyPolicy", policy, "must be set to 'SingleStack' when releasing the " + what);
        }
    }
}
