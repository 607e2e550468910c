package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.kinds.podspec.ResourceRules;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRange;
import io.kubejar.server.validation.IpRules;
import io.kubejar.server.validation.Names;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of a node. Upstream: ValidateNode and ValidateNodeUpdate, pkg/apis/core/validation/validation.go, v1.36. */
final class NodeRules {
    private static final String POD_CIDR = "node updates may not change podCIDR except from \"\" to valid";
    private static final Pattern FEATURE = Pattern.compile("[A-Z][a-zA-Z0-9]*(/[a-zA-Z][a-zA-Z0-9]*)*");
    private static final int FEATURE_MAX = 253;

    private NodeRules() {}

    static void create(ObjectNode node, FieldErrors errors) {
        JsonNode spec = node.path("spec");
        taints(spec.path("taints"), errors);
        resources(node.path("status"), errors);
        JsonNode swap = node.path("status").path("nodeInfo").path("swap").path("capacity");
        if (swap.isNumber() && swap.longValue() <= 0) {
            errors.invalid("metadata.nodeSwapStatus.capacity", swap, "must be greater than 0");
        }
        features(Json.strings(node.path("status").path("declaredFeatures")), errors);
        podRanges(spec.path("podCIDRs"), errors);
    }

    static void update(ObjectNode node, ObjectNode old, FieldErrors errors) {
        ObjectMetaRules.again(node, errors);
        create(node, errors);
        ObjectMetaRules.updateAgain(node, old, errors);
        changed(node, old, errors);
    }

    static void status(ObjectNode node, ObjectNode old, FieldErrors errors) {
        changed(node, old, errors);
    }

    private static void changed(ObjectNode node, ObjectNode old, FieldErrors errors) {
        resources(node.path("status"), errors);
        features(Json.strings(node.path("status").path("declaredFeatures")), errors);
        addresses(node.path("status").path("addresses"), errors);
        JsonNode spec = node.path("spec");
        JsonNode before = old.path("spec");
        List<String> had = Json.strings(before.path("podCIDRs"));
        List<String> has = Json.strings(spec.path("podCIDRs"));
        if (!had.isEmpty() && had.size() != has.size()) {
            errors.forbidden("spec.podCIDRs", POD_CIDR);
        } else {
            for (int i = 0; i < had.size(); i++) {
                if (!had.get(i).equals(has.get(i))) {
                    errors.forbidden("spec.podCIDRs", POD_CIDR);
                }
            }
        }
        String provider = Json.textOr(before, "", "providerID");
        if (!provider.isEmpty() && !provider.equals(Json.textOr(spec, "", "providerID"))) {
            errors.forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid");
        }
        taints(spec.path("taints"), errors);
        if (!Json.textOr(spec, "", "externalID").equals(Json.textOr(before, "", "externalID"))) {
            errors.forbidden("spec.externalID", "may not be updated");
        }
    }

    /** Upstream has the path of taints below metadata. */
    private static void taints(JsonNode taints, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < taints.size(); i++) {
            JsonNode taint = taints.get(i);
            String path = "metadata.taints[" + i + "]";
            String key = Json.textOr(taint, "", "key");
            Names.qualifiedName(key).forEach(w -> errors.invalid(path + ".key", key, w));
            String value = Json.textOr(taint, "", "value");
            List<String> wrong = Names.labelValue(value);
            if (!wrong.isEmpty()) {
                errors.invalid(path + ".value", value, String.join(";", wrong));
            }
            String effect = Json.textOr(taint, "", "effect");
            if (effect.isEmpty()) {
                errors.required(path + ".effect", "");
            } else if (!List.of("NoSchedule", "PreferNoSchedule", "NoExecute").contains(effect)) {
                errors.unsupported(path + ".effect", effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
            }
            if (!seen.add(effect + " " + key)) {
                ObjectNode shown =
                        Json.object().put("Key", key).put("Value", value).put("Effect", effect);
                shown.set("TimeAdded", taint.hasNonNull("timeAdded") ? taint.get("timeAdded") : shown.nullNode());
                errors.duplicateShown(path, Json.string(shown), "taints must be unique by key and effect pair");
            }
        }
    }

    /** Upstream: ValidateNodeResources. */
    private static void resources(JsonNode status, FieldErrors errors) {
        for (String list : List.of("capacity", "allocatable")) {
            status.path(list)
                    .properties()
                    .forEach(e -> ResourceRules.amount(
                            e.getKey(), e.getValue(), "status." + list + "." + e.getKey(), errors));
        }
    }

    private static void features(List<String> features, FieldErrors errors) {
        for (int i = 0; i < features.size(); i++) {
            String feature = features.get(i);
            String path = "status.declaredFeatures[" + i + "]";
            String begin = "invalid feature name " + FieldErrors.quote(feature) + ": ";
            if (i > 0 && feature.equals(features.get(i - 1))) {
                errors.duplicate(path, feature);
            } else if (i > 0 && feature.compareTo(features.get(i - 1)) < 0) {
                errors.invalid(path, feature, "list must be sorted alphabetically");
            }
            if (feature.length() > FEATURE_MAX) {
                errors.invalid(path, feature, begin + "must be no more than " + FEATURE_MAX + " characters");
            } else if (!FEATURE.matcher(feature).matches()) {
                errors.invalid(
                        path,
                        feature,
                        begin
                                + "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g.,"
                                + " MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and"
                                + " slashes");
            }
        }
    }

    private static void podRanges(JsonNode ranges, FieldErrors errors) {
        List<String> all = Json.strings(ranges);
        boolean four = false;
        boolean six = false;
        for (int i = 0; i < all.size(); i++) {
            IpRules.range(all.get(i), "spec.podCIDRs[" + i + "]", List.of(), errors);
            IpRange range = IpRange.parse(all.get(i));
            four |= range != null && range.isV4();
            six |= range != null && !range.isV4();
        }
        if (all.size() > 2 || (all.size() == 2 && !(four && six))) {
            errors.invalid("spec.podCIDRs", ranges, "may specify no more than one CIDR for each IP family");
        }
    }

    private static void addresses(JsonNode addresses, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < addresses.size(); i++) {
            String shown = Json.string(Json.object()
                    .put("Type", Json.textOr(addresses.get(i), "", "type"))
                    .put("Address", Json.textOr(addresses.get(i), "", "address")));
            if (!seen.add(shown)) {
                errors.duplicateShown("status.addresses[" + i + "]", shown, "");
            }
        }
    }
}
