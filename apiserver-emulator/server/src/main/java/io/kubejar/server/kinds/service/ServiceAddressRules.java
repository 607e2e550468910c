package io.kubejar.server.kinds.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a service's cluster addresses and their families. Upstream: ValidateServiceClusterIPsRelatedFields,
 * pkg/apis/core/validation/validation.go, v1.36.
 */
public final class ServiceAddressRules {
    private static final String PATH = "spec.clusterIPs";

    private ServiceAddressRules() {}

    /** Checks how the fields fit together; addresses that were there before may stay. */
    public static void related(JsonNode spec, JsonNode before, FieldErrors errors) {
        if (ServiceTraits.isAlias(spec)) {
            return;
        }
        JsonNode shown = spec.path("clusterIPs");
        List<String> addresses = Json.strings(shown);
        synced(Json.textOr(spec, "", "clusterIP"), addresses, shown, errors);
        List<String> families = Json.strings(spec.path("ipFamilies"));
        families(families, errors);
        if (spec.hasNonNull("ipFamilyPolicy")) {
            policy(spec.get("ipFamilyPolicy").asText(), errors);
        }
        boolean readable = wellFormed(addresses, shown, Json.strings(before.path("clusterIPs")), errors);
        if (addresses.size() > 2) {
            errors.invalid(PATH, shown, "may only hold up to 2 values");
        }
        if (!readable) {
            return;
        }
        if (addresses.size() > 1 && !isDualStack(addresses)) {
            errors.invalid(PATH, shown, "may specify no more than one IP for each IP family");
        }
        if (!ServiceTraits.isHeadless(spec)) {
            fit(addresses, families, errors);
        }
    }

    private static void synced(String address, List<String> addresses, JsonNode shown, FieldErrors errors) {
        if (address.isEmpty()) {
            if (!addresses.isEmpty()) {
                errors.invalid(PATH, shown, "must be empty when `clusterIP` is not specified");
            }
        } else if (addresses.isEmpty()) {
            errors.required(PATH, "");
        } else if (!addresses.get(0).equals(address)) {
            errors.invalid(PATH, shown, "first value must match `clusterIP`");
        }
    }

    private static void families(List<String> families, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < families.size(); i++) {
            String path = "spec.ipFamilies[" + i + "]";
            String family = families.get(i);
            if (!family.equals("IPv4") && !family.equals("IPv6")) {
                errors.unsupported(path, family, "IPv4", "IPv6");
            }
            if (!seen.add(family)) {
                errors.duplicate(path, family);
            }
        }
    }

    private static void policy(String policy, FieldErrors errors) {
        if (!List.of("PreferDualStack", "RequireDualStack", "SingleStack").contains(policy)) {
            errors.unsupported("spec.ipFamilyPolicy", policy, "PreferDualStack", "RequireDualStack", "SingleStack");
        }
    }

    private static boolean wellFormed(List<String> addresses, JsonNode shown, List<String> before, FieldErrors errors) {
        boolean all = true;
        for (int i = 0; i < addresses.size(); i++) {
            if (i > 0 || !addresses.get(i).equals("None")) {
                all &= IpRules.legacy(addresses.get(i), PATH + "[" + i + "]", before, errors);
            } else if (addresses.size() > 1) {
                all = false;
                errors.invalid(PATH, shown, "'None' must be the first and only value");
            }
        }
        return all;
    }

    private static boolean isDualStack(List<String> addresses) {
        return addresses.stream().map(IpRules::isV4).distinct().count() == 2;
    }

    private static void fit(List<String> addresses, List<String> families, FieldErrors errors) {
        for (int i = 0; i < Math.min(addresses.size(), families.size()); i++) {
            boolean four = Boolean.TRUE.equals(IpRules.isV4(addresses.get(i)));
            String family = families.get(i);
            if ((family.equals("IPv4") && !four) || (family.equals("IPv6") && four)) {
                errors.invalid(
                        PATH + "[" + i + "]",
                        addresses.get(i),
                        "expected an " + family + " value as indicated by `ipFamilies[" + i + "]`");
            }
        }
    }
}
