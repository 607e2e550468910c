package io.kubejar.server.admission.podsecurity;

import static io.kubejar.server.admission.podsecurity.PodView.context;
import static io.kubejar.server.admission.podsecurity.PodView.plural;
import static io.kubejar.server.admission.podsecurity.PodView.quoted;
import static io.kubejar.server.admission.podsecurity.PodView.setters;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The checks of the level baseline on AppArmor, SELinux, seccomp and sysctls. Upstream: policy/check_*.go of
 * pod-security-admission, v1.36.
 */
final class ProfileChecks {
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
    private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> LABELS = Set.of("", "container_t", "container_init_t", "container_kvm_t");

    /** Sysctls that are allowed, with the minor version from which they are. */
    private static final Map<String, Integer> SYSCTLS = Map.ofEntries(
            Map.entry("kernel.shm_rmid_forced", 0),
            Map.entry("net.ipv4.ip_local_port_range", 0),
            Map.entry("net.ipv4.tcp_syncookies", 0),
            Map.entry("net.ipv4.ping_group_range", 0),
            Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
            Map.entry("net.ipv4.ip_local_reserved_ports", 27),
            Map.entry("net.ipv4.tcp_keepalive_time", 29),
            Map.entry("net.ipv4.tcp_fin_timeout", 29),
            Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
            Map.entry("net.ipv4.tcp_keepalive_probes", 29),
            Map.entry("net.ipv4.tcp_rmem", 32),
            Map.entry("net.ipv4.tcp_wmem", 32));

    private ProfileChecks() {}

    static List<Check> all() {
        List<Check> out = new ArrayList<>(List.of(
                Check.baseline("appArmorProfile", 0, ProfileChecks::appArmor),
                Check.baseline("seLinuxOptions", 0, pod -> seLinux(pod, false)),
                Check.baseline("seLinuxOptions", 31, pod -> seLinux(pod, true)),
                Check.baseline("seccompProfile_baseline", 0, ProfileChecks::seccompAnnotations),
                Check.baseline("seccompProfile_baseline", 19, ProfileChecks::seccomp)));
        for (int since : new TreeSet<>(SYSCTLS.values())) {
            out.add(Check.baseline("sysctls", since, pod -> sysctls(pod, since)));
        }
        return out;
    }

    private static boolean isBad(JsonNode context, String profile, Set<String> values) {
        if (!context.path(profile).isObject()) {
            return false;
        }
        String type = Json.textOr(context, "", profile, "type");
        boolean bad = !PROFILES.contains(type);
        if (bad) {
            values.add(type);
        }
        return bad;
    }

    private static @Nullable Finding appArmor(PodView pod) {
        Set<String> types = new TreeSet<>();
        boolean own = isBad(pod.context(), "appArmorProfile", types);
        List<String> bad = pod.named(c -> isBad(context(c), "appArmorProfile", types));
        List<String> values = new ArrayList<>(types);
        Set<String> annotations = new TreeSet<>();
        pod.metadata().path("annotations").properties().forEach(e -> {
            String value = e.getValue().asText();
            boolean allowed = value.isEmpty() || value.equals("runtime/default") || value.startsWith("localhost/");
            if (e.getKey().startsWith(APP_ARMOR) && !allowed) {
                annotations.add(BaselineChecks.annotation(e.getKey(), value));
            }
        });
        values.addAll(annotations);
        if (values.isEmpty()) {
            return null;
        }
        List<String> who = new ArrayList<>();
        if (own || !bad.isEmpty()) {
            who.add(setters(own, bad));
        }
        if (!annotations.isEmpty()) {
            who.add(plural("annotation", annotations.size()));
        }
        return new Finding(
                plural("forbidden AppArmor profile", values.size()),
                String.join(" and ", who) + " must not set AppArmor profile type to " + '"'
                        + String.join("\", \"", values) + '"');
    }

    private static @Nullable Finding seLinux(PodView pod, boolean engine) {
        Set<String> types = new TreeSet<>();
        Set<String> set = new TreeSet<>();
        boolean own = isBadLabel(pod.context().path("seLinuxOptions"), engine, types, set);
        List<String> bad = pod.named(c -> isBadLabel(context(c).path("seLinuxOptions"), engine, types, set));
        if (!own && bad.isEmpty()) {
            return null;
        }
        List<String> what = new ArrayList<>();
        if (!types.isEmpty()) {
            what.add(plural("type", types.size()) + " " + quoted(types));
        }
        for (String field : List.of("user", "role")) {
            if (set.contains(field)) {
                what.add(field + " may not be set");
            }
        }
        return new Finding(
                "seLinuxOptions",
                setters(own, bad) + " set forbidden securityContext.seLinuxOptions: " + String.join("; ", what));
    }

    private static boolean isBadLabel(JsonNode options, boolean engine, Set<String> types, Set<String> set) {
        String type = Json.textOr(options, "", "type");
        boolean bad = !LABELS.contains(type) && !(engine && type.equals("container_engine_t"));
        if (bad) {
            types.add(type);
        }
        for (String field : List.of("user", "role")) {
            if (!Json.textOr(options, "", field).isEmpty()) {
                set.add(field);
                bad = true;
            }
        }
        return bad;
    }

    private static @Nullable Finding seccompAnnotations(PodView pod) {
        Set<String> bad = new TreeSet<>();
        JsonNode annotations = pod.metadata().path("annotations");
        List<String> keys = new ArrayList<>(List.of(SECCOMP_POD));
        pod.named(c -> true).forEach(name -> keys.add(SECCOMP_CONTAINER + name));
        for (String key : keys) {
            String value = annotations.path(key).asText("runtime/default");
            if (!value.equals("runtime/default")
                    && !value.equals("docker/default")
                    && !value.startsWith("localhost/")) {
                bad.add(BaselineChecks.annotation(key, value));
            }
        }
        return bad.isEmpty()
                ? null
                : new Finding(
                        "seccompProfile",
                        "forbidden " + plural("annotation", bad.size()) + " " + String.join(", ", bad));
    }

    static @Nullable Finding seccomp(PodView pod) {
        Set<String> values = new TreeSet<>();
        boolean own = isBad(pod.context(), "seccompProfile", values);
        List<String> bad = pod.named(c -> isBad(context(c), "seccompProfile", values));
        return !own && bad.isEmpty()
                ? null
                : new Finding(
                        "seccompProfile",
                        setters(own, bad) + " must not set securityContext.seccompProfile.type to " + quoted(values));
    }

    private static @Nullable Finding sysctls(PodView pod, int since) {
        List<String> bad = new ArrayList<>();
        for (JsonNode sysctl : pod.context().path("sysctls")) {
            String name = Json.textOr(sysctl, "", "name");
            if (SYSCTLS.getOrDefault(name, Integer.MAX_VALUE) > since) {
                bad.add(name);
            }
        }
        return bad.isEmpty() ? null : new Finding("forbidden sysctls", String.join(", ", bad));
    }
}
