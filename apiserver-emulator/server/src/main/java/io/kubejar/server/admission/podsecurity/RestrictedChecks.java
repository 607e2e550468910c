package io.kubejar.server.admission.podsecurity;

import static io.kubejar.server.admission.podsecurity.PodView.containers;
import static io.kubejar.server.admission.podsecurity.PodView.context;
import static io.kubejar.server.admission.podsecurity.PodView.plural;
import static io.kubejar.server.admission.podsecurity.PodView.quoted;
import static io.kubejar.server.admission.podsecurity.PodView.setters;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The checks that only the level restricted has. Upstream: policy/check_*.go of pod-security-admission, v1.36. */
final class RestrictedChecks {
    private static final Set<String> VOLUMES = Set.of(
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "image",
            "persistentVolumeClaim",
            "projected",
            "secret");

    private RestrictedChecks() {}

    static List<Check> all() {
        return List.of(
                Check.restricted("allowPrivilegeEscalation", 8, "", RestrictedChecks::escalation),
                Check.restricted("allowPrivilegeEscalation", 25, "", pod -> pod.isWindows() ? null : escalation(pod)),
                Check.restricted(
                        "capabilities_restricted", 22, "capabilities_baseline", RestrictedChecks::capabilities),
                Check.restricted(
                        "capabilities_restricted",
                        25,
                        "capabilities_baseline",
                        pod -> pod.isWindows() ? null : capabilities(pod)),
                Check.restricted("procMount_restricted", 35, "procMount", BaselineChecks::procMount),
                Check.restricted("restrictedVolumes", 0, "hostPathVolumes", RestrictedChecks::volumes),
                Check.restricted("runAsNonRoot", 0, "", RestrictedChecks::nonRoot),
                Check.restricted("runAsNonRoot", 35, "", pod -> pod.hasOwnUsers() ? null : nonRoot(pod)),
                Check.restricted("runAsUser", 23, "", RestrictedChecks::user),
                Check.restricted("runAsUser", 35, "", pod -> pod.hasOwnUsers() ? null : user(pod)),
                Check.restricted("seccompProfile_restricted", 19, "seccompProfile_baseline", RestrictedChecks::seccomp),
                Check.restricted(
                        "seccompProfile_restricted",
                        25,
                        "seccompProfile_baseline",
                        pod -> pod.isWindows() ? null : seccomp(pod)));
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.booleanValue();
    }

    private static @Nullable Finding escalation(PodView pod) {
        List<String> bad = pod.named(c -> !isFalse(context(c).path("allowPrivilegeEscalation")));
        return bad.isEmpty()
                ? null
                : new Finding(
                        "allowPrivilegeEscalation != false",
                        containers(bad) + " must set securityContext.allowPrivilegeEscalation=false");
    }

    private static @Nullable Finding capabilities(PodView pod) {
        List<String> keeping = pod.named(
                c -> !Json.strings(Json.at(context(c), "capabilities", "drop")).contains("ALL"));
        Set<String> added = new TreeSet<>();
        List<String> adding = pod.named(c -> {
            List<String> other = new ArrayList<>(Json.strings(Json.at(context(c), "capabilities", "add")));
            other.removeAll(List.of("NET_BIND_SERVICE"));
            added.addAll(other);
            return !other.isEmpty();
        });
        List<String> details = new ArrayList<>();
        if (!keeping.isEmpty()) {
            details.add(containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        if (!adding.isEmpty()) {
            details.add(
                    containers(adding) + " must not include " + quoted(added) + " in securityContext.capabilities.add");
        }
        return details.isEmpty() ? null : new Finding("unrestricted capabilities", String.join("; ", details));
    }

    private static @Nullable Finding volumes(PodView pod) {
        List<String> bad = new ArrayList<>();
        Set<String> types = new TreeSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            List<String> sources = new ArrayList<>();
            volume.properties().forEach(e -> {
                if (!e.getKey().equals("name") && !e.getValue().isNull()) {
                    sources.add(e.getKey());
                }
            });
            if (sources.stream().noneMatch(VOLUMES::contains)) {
                bad.add(Json.textOr(volume, "", "name"));
                types.add(sources.isEmpty() ? "unknown" : sources.get(0));
            }
        }
        return bad.isEmpty()
                ? null
                : new Finding(
                        "restricted volume types",
                        plural("volume", bad.size()) + " " + quoted(bad) + (bad.size() == 1 ? " uses " : " use ")
                                + plural("restricted volume type", types.size()) + " " + quoted(types));
    }

    private static @Nullable Finding nonRoot(PodView pod) {
        boolean own = isFalse(pod.context().path("runAsNonRoot"));
        boolean set = Json.isTrue(pod.context(), "runAsNonRoot");
        List<String> explicit = pod.named(c -> isFalse(context(c).path("runAsNonRoot")));
        if (own || !explicit.isEmpty()) {
            return new Finding(
                    "runAsNonRoot != true",
                    setters(own, explicit) + " must not set securityContext.runAsNonRoot=false");
        }
        List<String> implicit = pod.named(c -> !set && !context(c).hasNonNull("runAsNonRoot"));
        return implicit.isEmpty()
                ? null
                : new Finding(
                        "runAsNonRoot != true",
                        "pod or " + containers(implicit) + " must set securityContext.runAsNonRoot=true");
    }

    private static @Nullable Finding user(PodView pod) {
        boolean own = Json.number(pod.context(), -1, "runAsUser") == 0;
        List<String> bad = pod.named(c -> Json.number(context(c), -1, "runAsUser") == 0);
        return !own && bad.isEmpty()
                ? null
                : new Finding("runAsUser=0", setters(own, bad) + " must not set runAsUser=0");
    }

    private static @Nullable Finding seccomp(PodView pod) {
        Finding explicit = ProfileChecks.seccomp(pod);
        if (explicit != null) {
            return explicit;
        }
        boolean set = pod.context().path("seccompProfile").isObject();
        List<String> implicit =
                pod.named(c -> !set && !context(c).path("seccompProfile").isObject());
        return implicit.isEmpty()
                ? null
                : new Finding(
                        "seccompProfile",
                        "pod or " + containers(implicit)
                                + " must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }
}
