package io.kubejar.server.admission.podsecurity;

import static io.kubejar.server.admission.podsecurity.PodView.containers;
import static io.kubejar.server.admission.podsecurity.PodView.context;
import static io.kubejar.server.admission.podsecurity.PodView.plural;
import static io.kubejar.server.admission.podsecurity.PodView.quoted;
import static io.kubejar.server.admission.podsecurity.PodView.setters;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The checks of the level baseline that look at privileges, the node's namespaces and ports. Upstream: policy/check_*.go of
 * pod-security-admission, v1.36.
 */
final class BaselineChecks {
    private static final Set<String> CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private BaselineChecks() {}

    static List<Check> all() {
        return List.of(
                Check.baseline("capabilities_baseline", 0, BaselineChecks::capabilities),
                Check.baseline("hostNamespaces", 0, BaselineChecks::hostNamespaces),
                Check.baseline("hostPathVolumes", 0, BaselineChecks::hostPaths),
                Check.baseline("hostPorts", 0, BaselineChecks::hostPorts),
                Check.baseline("hostProbesAndHostLifecycle", 34, BaselineChecks::hosts),
                Check.baseline("privileged", 0, BaselineChecks::privileged),
                Check.baseline("procMount", 0, BaselineChecks::procMount),
                Check.baseline("procMount", 35, pod -> pod.hasOwnUsers() ? null : procMount(pod)),
                Check.baseline("windowsHostProcess", 0, BaselineChecks::hostProcess));
    }

    private static @Nullable Finding capabilities(PodView pod) {
        Set<String> added = new TreeSet<>();
        List<String> bad = pod.named(c -> {
            List<String> other = new ArrayList<>(Json.strings(Json.at(context(c), "capabilities", "add")));
            other.removeAll(CAPABILITIES);
            added.addAll(other);
            return !other.isEmpty();
        });
        return bad.isEmpty()
                ? null
                : new Finding(
                        "non-default capabilities",
                        containers(bad) + " must not include " + quoted(added)
                                + " in securityContext.capabilities.add");
    }

    private static @Nullable Finding hostNamespaces(PodView pod) {
        List<String> out = new ArrayList<>();
        for (String field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (Json.isTrue(pod.spec(), field)) {
                out.add(field + "=true");
            }
        }
        return out.isEmpty() ? null : new Finding("host namespaces", String.join(", ", out));
    }

    private static @Nullable Finding hostPaths(PodView pod) {
        List<String> bad = new ArrayList<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (volume.hasNonNull("hostPath")) {
                bad.add(Json.textOr(volume, "", "name"));
            }
        }
        return bad.isEmpty() ? null : new Finding("hostPath volumes", plural("volume", bad.size()) + " " + quoted(bad));
    }

    private static @Nullable Finding hostPorts(PodView pod) {
        Set<String> ports = new TreeSet<>();
        List<String> bad = pod.named(c -> {
            List<String> own = new ArrayList<>();
            for (JsonNode port : c.path("ports")) {
                long number = Json.number(port, 0, "hostPort");
                if (number != 0) {
                    own.add(Long.toString(number));
                }
            }
            ports.addAll(own);
            return !own.isEmpty();
        });
        return bad.isEmpty()
                ? null
                : new Finding(
                        "hostPort",
                        containers(bad) + (bad.size() == 1 ? " uses " : " use ") + plural("hostPort", ports.size())
                                + " " + String.join(", ", ports));
    }

    private static @Nullable Finding hosts(PodView pod) {
        Set<String> found = new TreeSet<>();
        Set<String> bad = new TreeSet<>(pod.named(c -> {
            Set<String> own = new TreeSet<>();
            for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
                host(c.path(probe), own);
            }
            for (String hook : List.of("postStart", "preStop")) {
                host(Json.at(c, "lifecycle", hook), own);
            }
            found.addAll(own);
            return !own.isEmpty();
        }));
        return bad.isEmpty()
                ? null
                : new Finding(
                        "probe or lifecycle host",
                        containers(List.copyOf(bad)) + (bad.size() == 1 ? " uses " : " use ")
                                + plural("probe or lifecycle host", found.size()) + " " + quoted(found));
    }

    private static void host(JsonNode handler, Set<String> out) {
        for (String kind : List.of("httpGet", "tcpSocket")) {
            String host = Json.textOr(handler, "", kind, "host");
            if (!host.isEmpty()) {
                out.add(host);
            }
        }
    }

    private static @Nullable Finding privileged(PodView pod) {
        List<String> bad = pod.named(c -> Json.isTrue(context(c), "privileged"));
        return bad.isEmpty()
                ? null
                : new Finding("privileged", containers(bad) + " must not set securityContext.privileged=true");
    }

    static @Nullable Finding procMount(PodView pod) {
        Set<String> types = new TreeSet<>();
        List<String> bad = pod.named(c -> {
            String type = Json.textOr(context(c), "Default", "procMount");
            types.add(type);
            return !type.equals("Default");
        });
        types.remove("Default");
        return bad.isEmpty()
                ? null
                : new Finding(
                        "procMount", containers(bad) + " must not set securityContext.procMount to " + quoted(types));
    }

    private static @Nullable Finding hostProcess(PodView pod) {
        boolean own = Json.isTrue(pod.context(), "windowsOptions", "hostProcess");
        List<String> bad = pod.named(c -> Json.isTrue(context(c), "windowsOptions", "hostProcess"));
        return !own && bad.isEmpty()
                ? null
                : new Finding(
                        "hostProcess",
                        setters(own, bad) + " must not set securityContext.windowsOptions.hostProcess=true");
    }

    /** A key and a value as upstream shows them of annotations. */
    static String annotation(String key, String value) {
        return key + "=" + FieldErrors.quote(value);
    }
}
