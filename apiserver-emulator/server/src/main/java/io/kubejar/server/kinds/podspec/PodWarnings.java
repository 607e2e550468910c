package io.kubejar.server.kinds.podspec;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Quantity;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.IpRules;
import io.kubejar.server.validation.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client is warned of about a pod or the template of pods. Upstream: warningsForPodSpecAndMeta,
 * pkg/api/pod/warnings.go, and pkg/api/node/util.go, v1.36, without paths that overlap and AppArmor.
 */
public final class PodWarnings {
    private static final Map<String, String> NODE_LABELS = Map.of(
            "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "failure-domain.beta.kubernetes.io/region",
                    "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
            "failure-domain.beta.kubernetes.io/zone",
                    "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
            "beta.kubernetes.io/instance-type",
                    "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
            "app.kubernetes.io/created-by", "deprecated since v1.9",
            "scheduler.alpha.kubernetes.io/preferAvoidPods",
                    "deprecated since v1.22; use Taints and Tolerations instead",
            "node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead");

    private static final Map<String, String> VOLUMES = Map.of(
            "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
            "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
            "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
            "flocker", "deprecated in v1.22, non-functional in v1.25+",
            "storageos", "deprecated in v1.22, non-functional in v1.25+",
            "quobyte", "deprecated in v1.22, non-functional in v1.25+",
            "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
            "cephfs", "deprecated in v1.28, non-functional in v1.31+",
            "rbd", "deprecated in v1.28, non-functional in v1.31+");

    private static final String NO_POD = ".labelSelector: a null labelSelector results in matching no pod";

    private final String path;
    private final JsonNode spec;
    private final List<String> out = new ArrayList<>();

    private PodWarnings(String path, JsonNode spec) {
        this.path = path;
        this.spec = spec;
    }

    /** The warnings about a pod's or a template's spec and metadata, which stand at a path; "" for a pod. */
    public static List<String> of(JsonNode pod, String at) {
        String prefix = at.isEmpty() ? "" : at + ".";
        PodWarnings warnings = new PodWarnings(prefix + "spec", pod.path("spec"));
        warnings.nodes();
        warnings.annotations(pod.path("metadata").path("annotations"), prefix + "metadata.annotations[");
        warnings.volumes();
        warnings.references();
        fractions(warnings.spec, "overhead", warnings.path, warnings.out);
        ContainerWarnings.add(warnings.spec, warnings.path, warnings.out);
        warnings.rest();
        return warnings.out;
    }

    private void nodes() {
        spec.path("nodeSelector").properties().forEach(e -> {
            String message = NODE_LABELS.get(e.getKey());
            if (message != null) {
                out.add(path + ".nodeSelector[" + e.getKey() + "]: " + message);
            }
        });
        JsonNode affinity = spec.path("affinity").path("nodeAffinity");
        String at = path + ".affinity.nodeAffinity.";
        String required = "requiredDuringSchedulingIgnoredDuringExecution";
        JsonNode terms = affinity.path(required).path("nodeSelectorTerms");
        for (int i = 0; i < terms.size(); i++) {
            term(terms.get(i), false, at + required + ".nodeSelectorTerms[" + i + "]");
        }
        String preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        for (int i = 0; i < affinity.path(preferred).size(); i++) {
            JsonNode preference = affinity.path(preferred).get(i).path("preference");
            term(preference, true, at + preferred + "[" + i + "].preference");
        }
        JsonNode spread = spec.path("topologySpreadConstraints");
        for (int i = 0; i < spread.size(); i++) {
            String where = path + ".topologySpreadConstraints[" + i + "]";
            label(Json.textOr(spread.get(i), "", "topologyKey"), where + ".topologyKey");
            if (!spread.get(i).hasNonNull("labelSelector")) {
                out.add(where + NO_POD);
            }
        }
    }

    private void label(String key, String where) {
        String message = NODE_LABELS.get(key);
        if (message != null) {
            out.add(where + ": " + key + " is " + message);
        }
    }

    private void term(JsonNode term, boolean values, String where) {
        JsonNode expressions = term.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            String at = where + ".matchExpressions[" + i + "]";
            label(Json.textOr(expressions.get(i), "", "key"), at + ".key");
            List<String> all = values ? Json.strings(expressions.get(i).path("values")) : List.of();
            for (int v = 0; v < all.size(); v++) {
                for (String wrong : Names.labelValue(all.get(v))) {
                    out.add(at + ".values[" + v + "]: " + all.get(v) + " is invalid, " + wrong);
                }
            }
        }
    }

    private void annotations(JsonNode annotations, String at) {
        String critical = "scheduler.alpha.kubernetes.io/critical-pod";
        if (annotations.has(critical)) {
            out.add(at + critical + "]: non-functional in v1.16+; use the \"priorityClassName\" field instead");
        }
        for (String key :
                List.of("security.alpha.kubernetes.io/sysctls", "security.alpha.kubernetes.io/unsafe-sysctls")) {
            if (annotations.has(key)) {
                out.add(at + key + "]: non-functional in v1.11+; use the \"sysctls\" field instead");
            }
        }
    }

    private void volumes() {
        JsonNode volumes = spec.path("volumes");
        for (int i = 0; i < volumes.size(); i++) {
            String at = path + ".volumes[" + i + "].";
            volumes.get(i).properties().forEach(e -> {
                String message = VOLUMES.get(e.getKey());
                if (message != null && !e.getValue().isNull()) {
                    String shown = e.getKey().equals("storageos") ? "storageOS" : e.getKey();
                    out.add(at + shown + ": " + message);
                }
            });
            JsonNode claim =
                    volumes.get(i).path("ephemeral").path("volumeClaimTemplate").path("spec");
            claim(claim, at + "ephemeral.volumeClaimTemplate.spec", out);
        }
    }

    private void references() {
        Set<String> ips = new HashSet<>();
        JsonNode aliases = spec.path("hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            String ip = Json.textOr(aliases.get(i), "", "ip");
            if (!ips.add(ip)) {
                out.add(path + ".hostAliases[" + i + "].ip: duplicate ip " + FieldErrors.quote(ip));
            }
        }
        Set<String> names = new HashSet<>();
        JsonNode secrets = spec.path("imagePullSecrets");
        for (int i = 0; i < secrets.size(); i++) {
            String name = Json.textOr(secrets.get(i), "", "name");
            if (!names.add(name)) {
                out.add(path + ".imagePullSecrets[" + i + "].name: duplicate name " + FieldErrors.quote(name));
            }
        }
        for (int i = 0; i < secrets.size(); i++) {
            if (Json.textOr(secrets.get(i), "", "name").isEmpty()) {
                out.add(path + ".imagePullSecrets[" + i + "].name: invalid empty name \"\"");
            }
        }
    }

    private void rest() {
        if (Json.number(spec, 0, "terminationGracePeriodSeconds") < 0) {
            out.add(path
                    + ".terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated"
                    + " as 1");
        }
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            String at = path + ".affinity." + kind + ".";
            JsonNode affinity = spec.path("affinity").path(kind);
            selectors(affinity, at, "requiredDuringSchedulingIgnoredDuringExecution", "");
            selectors(affinity, at, "preferredDuringSchedulingIgnoredDuringExecution", "podAffinityTerm");
        }
        List<String> servers = Json.strings(spec.path("dnsConfig").path("nameservers"));
        for (int i = 0; i < servers.size(); i++) {
            out.addAll(IpRules.warnings(servers.get(i), path + ".dnsConfig.nameservers[" + i + "]"));
        }
        JsonNode aliases = spec.path("hostAliases");
        for (int i = 0; i < aliases.size(); i++) {
            String ip = Json.textOr(aliases.get(i), "", "ip");
            out.addAll(IpRules.warnings(ip, path + ".hostAliases[" + i + "].ip"));
        }
    }

    private void selectors(JsonNode affinity, String at, String list, String inner) {
        for (int i = 0; i < affinity.path(list).size(); i++) {
            JsonNode term = affinity.path(list).get(i);
            JsonNode terms = inner.isEmpty() ? term : term.path(inner);
            if (!terms.hasNonNull("labelSelector")) {
                out.add(at + list + "[" + i + "]" + (inner.isEmpty() ? "" : "." + inner) + NO_POD);
            }
        }
    }

    /** Warns of sizes of a claim that are no whole bytes. Upstream: GetWarningsForPersistentVolumeClaimSpec. */
    public static void claim(JsonNode claim, String at, List<String> out) {
        for (String list : List.of("requests", "limits")) {
            fraction(claim.path("resources").path(list), "storage", at + ".resources." + list, out);
        }
    }

    /** Warns of amounts of memory and disk that are no whole bytes. */
    static void fractions(JsonNode parent, String list, String at, List<String> out) {
        for (String name : List.of("memory", "ephemeral-storage")) {
            fraction(parent.path(list), name, at + "." + list, out);
        }
    }

    /** Warns of one amount that is no whole number of bytes. */
    static void fraction(JsonNode amounts, String name, String at, List<String> out) {
        Quantity amount = Quantity.parse(amounts.path(name).asText("0"));
        if (amount.millis() % 1000 != 0) {
            out.add(at + "[" + name + "]: fractional byte value " + FieldErrors.quote(amount.toString())
                    + " is invalid, must be an integer");
        }
    }
}
