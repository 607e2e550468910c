package io.kubejar.scheduler.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A pod as the scheduler sees it, read once from its object. */
public final class PodInfo {
    private final ApiObject pod;
    private final Map<String, String> labels;
    private final Amounts requests;
    private final Amounts scored;
    private final List<HostPort> ports;
    private final List<Toleration> tolerations;
    private final NodeTerms nodes;
    private final List<PodTerm.Placed> affinity;
    private final List<PodTerm.Placed> antiAffinity;
    private final List<PodTerm.Weighted> preferences;
    private final List<Spread> spread;

    /** A port of the node that the pod takes. */
    public record HostPort(String ip, String protocol, int port) {
        /** Whether both cannot be on one node: every address meets every other. */
        public boolean conflictsWith(HostPort other) {
            boolean sameAddress = ip.equals(other.ip) || ip.equals("0.0.0.0") || other.ip.equals("0.0.0.0");
            return port == other.port && protocol.equals(other.protocol) && sameAddress;
        }
    }

    private PodInfo(ApiObject pod) {
        JsonNode spec = pod.spec();
        this.pod = pod;
        this.labels = pod.labels();
        this.requests = Requests.of(spec);
        this.scored = Requests.withDefaults(spec);
        this.ports = ports(spec);
        this.tolerations = Toleration.of(spec);
        this.nodes = NodeTerms.of(spec);
        JsonNode near = Json.at(spec, "affinity", "podAffinity");
        JsonNode far = Json.at(spec, "affinity", "podAntiAffinity");
        String required = "requiredDuringSchedulingIgnoredDuringExecution";
        String preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        this.affinity = PodTerm.Placed.of(pod.namespace(), near.path(required));
        this.antiAffinity = PodTerm.Placed.of(pod.namespace(), far.path(required));
        List<PodTerm.Weighted> all = new ArrayList<>(PodTerm.Weighted.of(pod.namespace(), near.path(preferred), 1));
        all.addAll(PodTerm.Weighted.of(pod.namespace(), far.path(preferred), -1));
        this.preferences = List.copyOf(all);
        this.spread = Spread.of(pod.namespace(), labels, spec);
    }

    /** Reads a pod. */
    public static PodInfo of(ApiObject pod) {
        return new PodInfo(pod);
    }

    private static List<HostPort> ports(JsonNode spec) {
        List<HostPort> out = new ArrayList<>();
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : spec.path(list)) {
                if (list.equals("containers") || "Always".equals(Json.text(container, "restartPolicy"))) {
                    container.path("ports").forEach(port -> add(out, port));
                }
            }
        }
        return List.copyOf(out);
    }

    private static void add(List<HostPort> out, JsonNode port) {
        int number = (int) Json.number(port, 0, "hostPort");
        if (number > 0) {
            String ip = Json.textOr(port, "", "hostIP");
            out.add(new HostPort(ip.isEmpty() ? "0.0.0.0" : ip, Json.textOr(port, "TCP", "protocol"), number));
        }
    }

    /** Its object. */
    public ApiObject pod() {
        return pod;
    }

    /** Its labels. */
    public Map<String, String> labels() {
        return labels;
    }

    /** {@code spec.priority}, or 0. */
    public long priority() {
        return Json.number(pod.spec(), 0, "priority");
    }

    /** The node it is bound to; "" while it is not. */
    public String nodeName() {
        return Json.textOr(pod.spec(), "", "nodeName");
    }

    /** What it asks for. */
    public Amounts requests() {
        return requests;
    }

    /** What it counts for in scores. */
    public Amounts scored() {
        return scored;
    }

    /** The ports of the node that it takes. */
    public List<HostPort> ports() {
        return ports;
    }

    /** Its tolerations. */
    public List<Toleration> tolerations() {
        return tolerations;
    }

    /** Whether it tolerates a taint. */
    public boolean tolerates(Toleration.Taint taint) {
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint)) {
                return true;
            }
        }
        return false;
    }

    /** Which nodes it may and likes to run on. */
    public NodeTerms nodes() {
        return nodes;
    }

    /** Pods it must be near to. */
    public List<PodTerm.Placed> affinity() {
        return affinity;
    }

    /** Pods it must be away from. */
    public List<PodTerm.Placed> antiAffinity() {
        return antiAffinity;
    }

    /** Pods it likes to be near to (positive) or away from (negative). */
    public List<PodTerm.Weighted> preferences() {
        return preferences;
    }

    /** How pods like it are to be spread. */
    public List<Spread> spread() {
        return spread;
    }

    @Override
    public String toString() {
        return pod.key().toString();
    }
}
