package io.kubejar.controllers.statefulset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.PodTemplates;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes each pod of a StatefulSet that one: name, labels, host name and volumes. Upstream:
 * pkg/controller/statefulset/stateful_set_utils.go, v1.36.
 */
final class Identity {
    /** The label with the name of the revision that a pod is made of. */
    static final String REVISION = "controller-revision-hash";

    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

    private Identity() {}

    /** The number behind a pod's name; -1 when there is none. Upstream: getOrdinal. */
    static int ordinal(ApiObject pod) {
        String name = pod.name();
        String digits = name.substring(name.lastIndexOf('-') + 1);
        if (digits.length() == name.length()
                || digits.isEmpty()
                || !digits.chars().allMatch(Character::isDigit)) {
            return -1;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether a pod has the set's name before its ordinal. Upstream: isMemberOf. */
    static boolean isMember(ApiObject set, ApiObject pod) {
        String name = pod.name();
        int dash = name.lastIndexOf('-');
        return dash >= 0
                && dash + 1 < name.length()
                && name.substring(dash + 1).chars().allMatch(Character::isDigit)
                && name.substring(0, dash).equals(set.name());
    }

    /** The revision that a pod is made of; "" when it does not tell. */
    static String revision(ApiObject pod) {
        String revision = pod.label(REVISION);
        return revision == null ? "" : revision;
    }

    /** The pod of an ordinal, to be created. Upstream: newStatefulSetPod. */
    static ApiObject pod(ApiObject set, int ordinal, String revision) {
        String name = set.name() + "-" + ordinal;
        ApiObject pod = PodTemplates.podOf(set).edit(root -> {
            ObjectNode meta = Json.child(root, "metadata");
            meta.put("name", name);
            Json.child(meta, "labels").put(REVISION, revision);
            ObjectNode spec = Json.child(root, "spec").put("hostname", name);
            String service = Json.textOr(set.spec(), "", "serviceName");
            if (!service.isEmpty()) {
                spec.put("subdomain", service);
            }
        });
        return matching(set, pod);
    }

    /** The pod with the labels and volumes of its ordinal; the same when it has them. */
    static ApiObject matching(ApiObject set, ApiObject pod) {
        boolean hasName = pod.name().equals(pod.label(POD_NAME));
        boolean hasVolumes = hasVolumes(set, pod);
        if (hasName && hasVolumes) {
            return pod;
        }
        int ordinal = ordinal(pod);
        return pod.edit(root -> {
            if (!hasName) {
                Json.child(Json.child(root, "metadata"), "labels")
                        .put(POD_NAME, pod.name())
                        .put(POD_INDEX, Integer.toString(ordinal));
            }
            if (!hasVolumes) {
                putVolumes(set, ordinal, Json.child(root, "spec"));
            }
        });
    }

    /** Upstream: storageMatches. */
    private static boolean hasVolumes(ApiObject set, ApiObject pod) {
        Set<String> there = new HashSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            there.add(Json.textOr(volume, "", "name") + "="
                    + Json.textOr(volume, "", "persistentVolumeClaim", "claimName"));
        }
        return claimTemplates(set).stream().allMatch(template -> {
            String name = Json.textOr(template, "", "metadata", "name");
            return there.contains(name + "=" + claimName(set, name, ordinal(pod)));
        });
    }

    private static void putVolumes(ApiObject set, int ordinal, ObjectNode spec) {
        ArrayNode volumes = Json.array();
        Set<String> names = new HashSet<>();
        for (JsonNode template : claimTemplates(set)) {
            String name = Json.textOr(template, "", "metadata", "name");
            names.add(name);
            volumes.addObject()
                    .put("name", name)
                    .putObject("persistentVolumeClaim")
                    .put("claimName", claimName(set, name, ordinal));
        }
        for (JsonNode volume : spec.path("volumes")) {
            if (!names.contains(Json.textOr(volume, "", "name"))) {
                volumes.add(volume.deepCopy());
            }
        }
        spec.set("volumes", volumes);
    }

    private static List<JsonNode> claimTemplates(ApiObject set) {
        List<JsonNode> out = new ArrayList<>();
        set.spec().path("volumeClaimTemplates").forEach(out::add);
        return out;
    }

    private static String claimName(ApiObject set, String template, int ordinal) {
        return template + "-" + set.name() + "-" + ordinal;
    }

    /** The claims of an ordinal as they are created. Upstream: getPersistentVolumeClaims. */
    static List<ApiObject> claims(ApiObject set, int ordinal) {
        Map<String, String> labels = Json.map(set.spec().path("selector").path("matchLabels"));
        List<ApiObject> out = new ArrayList<>();
        for (JsonNode template : claimTemplates(set)) {
            String name = claimName(set, Json.textOr(template, "", "metadata", "name"), ordinal);
            out.add(ApiObject.of(new Gvk("", "v1", "PersistentVolumeClaim"), set.namespace(), name)
                    .edit(root -> {
                        ObjectNode meta = template.path("metadata") instanceof ObjectNode given
                                ? given.deepCopy()
                                : Json.object();
                        meta.put("name", name).put("namespace", set.namespace());
                        if (!labels.isEmpty()) {
                            labels.forEach(Json.child(meta, "labels")::put);
                        }
                        root.set("metadata", meta);
                        root.set("spec", template.path("spec").deepCopy());
                    }));
        }
        return out;
    }
}
