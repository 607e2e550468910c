package io.kubejar.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Containers as a pod's status shows them. Upstream: convertToAPIContainerStatuses, pkg/kubelet/kubelet_pods.go, v1.36. */
final class ContainerStatuses {
    private ContainerStatuses() {}

    /** The statuses of init containers, in their order. */
    static ArrayNode inits(PodRun run) {
        return array(run, run.inits);
    }

    /** The statuses of the other containers, ordered by name. */
    static ArrayNode apps(PodRun run) {
        return array(
                run,
                run.apps.stream()
                        .sorted(Comparator.comparing(c -> c.spec.name()))
                        .toList());
    }

    private static ArrayNode array(PodRun run, List<ContainerRun> containers) {
        ArrayNode out = Json.array();
        containers.forEach(c -> out.add(one(run, c)));
        return out;
    }

    private static ObjectNode one(PodRun run, ContainerRun c) {
        boolean was = !c.containerId.isEmpty();
        ObjectNode out = Json.object();
        out.put("name", c.spec.name());
        out.set("state", state(run, c));
        ObjectNode last = out.putObject("lastState");
        if (c.lastTermination != null) {
            last.set("terminated", c.lastTermination);
        }
        boolean ready = c.spec.role() == ContainerSpec.Role.INIT
                ? c.stage() == Stage.TERMINATED && c.exitCode == 0
                : c.stage().isAlive() && c.ready;
        out.put("ready", ready);
        out.put("restartCount", c.restartCount);
        out.put("image", was ? ImageNames.normalized(c.spec.image()) : c.spec.image());
        out.put("imageID", was ? ImageNames.id(c.spec.image()) : "");
        if (was) {
            out.put("containerID", c.containerId);
        }
        out.put("started", c.stage().isAlive() && (c.started || c.spec.role() == ContainerSpec.Role.INIT));
        JsonNode resources = c.spec.json().path("resources");
        if (was) {
            if (resources.has("requests")) {
                out.set("allocatedResources", resources.get("requests"));
            }
            out.set("resources", resources.isObject() ? resources : Json.object());
        }
        mounts(out, c.spec.json().path("volumeMounts"));
        if (was) {
            out.set("user", user(run, c));
        }
        return out;
    }

    private static void mounts(ObjectNode out, JsonNode mounts) {
        if (mounts.isEmpty()) {
            return;
        }
        ArrayNode list = out.putArray("volumeMounts");
        for (JsonNode mount : mounts) {
            ObjectNode one = list.addObject();
            one.put("name", Json.textOr(mount, "", "name")).put("mountPath", Json.textOr(mount, "", "mountPath"));
            if (Json.isTrue(mount, "readOnly")) {
                one.put("readOnly", true);
                boolean all =
                        Json.textOr(mount, "Disabled", "recursiveReadOnly").equals("Enabled");
                one.put("recursiveReadOnly", all ? "Enabled" : "Disabled");
            }
        }
    }

    private static ObjectNode user(PodRun run, ContainerRun c) {
        JsonNode own = c.spec.json().path("securityContext");
        JsonNode shared = run.pod().spec().path("securityContext");
        long uid = Json.number(own, Json.number(shared, 0, "runAsUser"), "runAsUser");
        long gid = Json.number(own, Json.number(shared, 0, "runAsGroup"), "runAsGroup");
        ObjectNode user = Json.object();
        ObjectNode linux = user.putObject("linux").put("uid", uid).put("gid", gid);
        ArrayNode groups = linux.putArray("supplementalGroups").add(gid);
        if (shared.path("fsGroup").isNumber()) {
            groups.add(shared.path("fsGroup").longValue());
        }
        shared.path("supplementalGroups").forEach(g -> groups.add(g.longValue()));
        return user;
    }

    private static ObjectNode state(PodRun run, ContainerRun c) {
        ObjectNode state = Json.object();
        switch (c.stage()) {
            case RUNNING, STOPPING -> state.putObject("running").put("startedAt", time(c.startedAt));
            case TERMINATED -> state.set("terminated", terminated(c));
            default -> {
                ObjectNode waiting = state.putObject("waiting");
                waiting.put("reason", c.reason.isEmpty() ? firstReason(run) : c.reason);
                if (!c.message.isEmpty()) {
                    waiting.put("message", c.message);
                }
            }
        }
        return state;
    }

    private static String firstReason(PodRun run) {
        return run.inits.isEmpty() ? "ContainerCreating" : "PodInitializing";
    }

    /** The {@code terminated} state of a container that has ended. */
    static ObjectNode terminated(ContainerRun c) {
        ObjectNode out = Json.object();
        out.put("exitCode", c.exitCode).put("reason", c.exitReason);
        if (!c.exitMessage.isEmpty()) {
            out.put("message", c.exitMessage);
        }
        out.put("startedAt", time(c.startedAt)).put("finishedAt", time(c.finishedAt));
        return out.put("containerID", c.containerId);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Times.format(time);
    }
}
