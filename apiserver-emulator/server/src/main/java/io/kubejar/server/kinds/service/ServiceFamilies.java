package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import java.util.List;

/**
 * The families of a service's addresses, as far as they can be inferred, in a cluster that has IPv4 only. Upstream:
 * initIPFamilyFields, pkg/registry/core/service/storage/alloc.go, v1.36.
 */
public final class ServiceFamilies {
    private static final String POLICY = "spec.ipFamilyPolicy";
    private static final String SINGLE = "SingleStack";
    private static final String OURS = "IPv4";

    private ServiceFamilies() {}

    /** Fills the policy and the families in, or says why they cannot be; a service that is new has no old spec. */
    public static void infer(ObjectNode spec, JsonNode before, FieldErrors errors) {
        if (ServiceTraits.isAlias(spec) || staysAsItIs(spec, before)) {
            return;
        }
        boolean open = Json.textOr(spec, "", "clusterIP").equals("None")
                && spec.path("selector").isEmpty();
        if (!spec.hasNonNull("ipFamilyPolicy")) {
            String kept = Json.textOr(before, open ? "RequireDualStack" : SINGLE, "ipFamilyPolicy");
            spec.put("ipFamilyPolicy", kept);
        }
        FieldErrors found = new FieldErrors();
        ServiceAddressRules.related(spec, before, found);
        if (found.isEmpty()) {
            if (before.isObject()) {
                released(spec, before, found);
            }
            fit(spec, found);
            addresses(spec, found);
        }
        if (found.isEmpty() && open) {
            openFamilies(spec);
        } else if (found.isEmpty()) {
            configured(spec, found);
        }
        errors.addAll(found);
    }

    private static String policy(JsonNode spec) {
        return Json.textOr(spec, "", "ipFamilyPolicy");
    }

    /** A service that would take two families is not touched when the cluster changes. */
    private static boolean staysAsItIs(JsonNode spec, JsonNode before) {
        boolean preferred = policy(spec).equals("PreferDualStack")
                && Json.textOr(before, "PreferDualStack", "ipFamilyPolicy").equals("PreferDualStack");
        return before.isObject()
                && preferred
                && ServiceTraits.type(spec).equals(ServiceTraits.type(before))
                && same(spec, before, "clusterIPs")
                && same(spec, before, "ipFamilies");
    }

    private static boolean same(JsonNode spec, JsonNode before, String field) {
        return Json.strings(spec.path(field)).equals(Json.strings(before.path(field)));
    }

    /** One family is asked for: the second address goes. Otherwise none may go. */
    private static void released(ObjectNode spec, JsonNode before, FieldErrors errors) {
        for (String field : List.of("clusterIPs", "ipFamilies")) {
            int size = spec.path(field).size();
            if (policy(spec).equals(SINGLE)) {
                if (same(spec, before, field) && size > 1 && spec.get(field) instanceof ArrayNode list) {
                    list.remove(1);
                }
            } else if (size != 0 && size < before.path(field).size()) {
                String what = field.equals("clusterIPs") ? "cluster IP" : "IP family";
                errors.invalid(POLICY, policy(spec), "must be 'SingleStack' to release the secondary " + what);
            }
        }
    }

    private static void fit(JsonNode spec, FieldErrors errors) {
        if (!policy(spec).equals(SINGLE)) {
            return;
        }
        String begin = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
        if (spec.path("clusterIPs").size() == 2) {
            errors.invalid(POLICY, SINGLE, begin + "cluster IPs are specified");
        }
        if (spec.path("ipFamilies").size() == 2) {
            errors.invalid(POLICY, SINGLE, begin + "IP families are specified");
        }
    }

    /** An address tells its family. */
    private static void addresses(ObjectNode spec, FieldErrors errors) {
        List<String> addresses = Json.strings(spec.path("clusterIPs"));
        for (int i = 0; i < addresses.size() && !addresses.get(i).equals("None"); i++) {
            if (i < spec.path("ipFamilies").size()) {
                continue;
            }
            if (Boolean.TRUE.equals(IpRules.isV4(addresses.get(i)))) {
                Json.list(spec, "ipFamilies").add(OURS);
            } else {
                errors.invalid(
                        "spec.clusterIPs[" + i + "]",
                        spec.path("clusterIPs"),
                        "IPv6 is not configured on this cluster");
            }
        }
    }

    /** What has neither addresses nor a selector may have any family. */
    private static void openFamilies(ObjectNode spec) {
        ArrayNode families = Json.list(spec, "ipFamilies");
        if (families.isEmpty()) {
            families.add(OURS);
        }
        if (families.size() < 2 && !policy(spec).equals(SINGLE)) {
            families.add(families.get(0).asText().equals(OURS) ? "IPv6" : OURS);
        }
    }

    private static void configured(ObjectNode spec, FieldErrors errors) {
        if (policy(spec).equals("RequireDualStack")) {
            errors.invalid(POLICY, policy(spec), "this cluster is not configured for dual-stack services");
        }
        List<String> families = Json.strings(spec.path("ipFamilies"));
        for (int i = 0; i < families.size(); i++) {
            if (!families.get(i).equals(OURS)) {
                errors.invalid("spec.ipFamilies[" + i + "]", families.get(i), "not configured on this cluster");
            }
        }
        if (families.isEmpty()) {
            spec.putArray("ipFamilies").add(OURS);
        }
    }
}
