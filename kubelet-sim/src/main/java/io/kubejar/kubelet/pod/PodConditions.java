package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions of a pod that the kubelet owns. Upstream: pkg/kubelet/status/generate.go, v1.36. */
final class PodConditions {
    private static final Set<String> OWN =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    private final PodRun run;
    private final ApiObject base;
    private final Instant now;
    private final ArrayNode out = Json.array();

    private PodConditions(PodRun run, ApiObject base, Instant now) {
        this.run = run;
        this.base = base;
        this.now = now;
    }

    /** What others have set, then the kubelet's own. */
    static ArrayNode of(PodRun run, ApiObject base, String phase, Instant now) {
        PodConditions made = new PodConditions(run, base, now);
        for (JsonNode condition : base.status().path("conditions")) {
            if (!OWN.contains(Json.textOr(condition, "", "type"))) {
                made.out.add(condition);
            }
        }
        made.add("PodReadyToStartContainers", run.sandbox && !run.finished, "", "");
        made.initialized(phase);
        made.ready(phase);
        made.add("PodScheduled", true, "", "");
        return made.out;
    }

    private void initialized(String phase) {
        List<String> incomplete = run.inits.stream()
                .filter(c -> !c.isInitialized())
                .map(c -> c.spec.name())
                .toList();
        boolean anyStarted = run.apps.stream().anyMatch(c -> !c.containerId.isEmpty());
        if (phase.equals("Succeeded")) {
            add("Initialized", true, "PodCompleted", "");
        } else if (anyStarted || incomplete.isEmpty()) {
            add("Initialized", true, "", "");
        } else {
            add(
                    "Initialized",
                    false,
                    "ContainersNotInitialized",
                    "containers with incomplete status: " + goList(incomplete));
        }
    }

    private void ready(String phase) {
        List<String> unready = run.all()
                .filter(c -> c.spec.role() != ContainerSpec.Role.INIT)
                .filter(c -> !(c.stage().isAlive() && c.ready))
                .map(c -> c.spec.name())
                .toList();
        String reason = "";
        String message = "";
        if (phase.equals("Succeeded")) {
            reason = "PodCompleted";
        } else if (phase.equals("Failed")) {
            reason = "PodFailed";
        } else if (!unready.isEmpty()) {
            reason = "ContainersNotReady";
            message = "containers with unready status: " + goList(unready);
        }
        boolean containersReady = reason.isEmpty();
        String gates = containersReady ? gates() : "";
        if (gates.isEmpty()) {
            add("Ready", containersReady, reason, message);
        } else {
            add("Ready", false, "ReadinessGatesNotReady", gates);
        }
        add("ContainersReady", containersReady, reason, message);
    }

    private String gates() {
        List<String> open = new ArrayList<>();
        for (JsonNode gate : run.pod().spec().path("readinessGates")) {
            String type = Json.textOr(gate, "", "conditionType");
            JsonNode condition = before(type);
            if (condition == null) {
                open.add("corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
            } else if (!"True".equals(Json.text(condition, "status"))) {
                open.add("the status of pod readiness gate \"" + type + "\" is not \"True\", but "
                        + Json.textOr(condition, "", "status"));
            }
        }
        return String.join(", ", open);
    }

    private @Nullable JsonNode before(String type) {
        for (JsonNode condition : base.status().path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return condition;
            }
        }
        return null;
    }

    private void add(String type, boolean status, String reason, String message) {
        JsonNode before = before(type);
        String text = status ? "True" : "False";
        boolean same = before != null && text.equals(Json.text(before, "status"));
        ObjectNode condition = out.addObject().put("type", type);
        if (base.generation() > 0) {
            condition.put("observedGeneration", base.generation());
        }
        condition.put("status", text).putNull("lastProbeTime");
        String since = same && before != null ? Json.text(before, "lastTransitionTime") : null;
        condition.put("lastTransitionTime", since == null ? Times.format(now) : since);
        if (!reason.isEmpty()) {
            condition.put("reason", reason);
        }
        if (!message.isEmpty()) {
            condition.put("message", message);
        }
    }

    /** A list as Go prints it: {@code [a b]}. */
    private static String goList(List<String> names) {
        return names.stream().collect(Collectors.joining(" ", "[", "]"));
    }
}
