package io.kubejar.kubelet.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.node.LogOptions;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.kubelet.behaviour.Behaviours;
import io.kubejar.kubelet.node.NodeSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A fleet of one node over an API in memory, in simulated time. */
final class FleetWorld {
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    final SimulatedLoops loops = new SimulatedLoops(START);
    final MemoryApi api = new MemoryApi(loops.clock(), 1);
    final Behaviours behaviours = new Behaviours();
    final PodPorts ports = new PodPorts();
    final KubeletFleet fleet;

    FleetWorld() {
        this(FleetOptions.DEFAULTS.withoutHeartbeats());
    }

    FleetWorld(FleetOptions options) {
        Informers informers = new Informers("fleet", api, loops);
        fleet = new KubeletFleet(node -> api, informers, loops, behaviours, ports, options);
        fleet.start();
        fleet.addNode(NodeSpec.of("node-0", 0));
        loops.runUntilIdle();
    }

    /** Creates a bound pod of a spec with single quotes and lets the loops come to rest. */
    void run(String name, String spec) {
        create(name, spec);
        loops.runUntilIdle();
    }

    void create(String name, String spec) {
        ApiObject pod = ApiObject.ofJson(("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'" + name
                        + "','namespace':'default'},'spec':{'nodeName':'node-0'," + spec + "}}")
                .replace('\'', '"'));
        api.create(ResourceRef.of(Resources.PODS, "default"), pod, WriteOptions.NONE);
    }

    void configMap(String name, String data) {
        ApiObject map = ApiObject.ofJson(("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name
                        + "','namespace':'default'},'data':{" + data + "}}")
                .replace('\'', '"'));
        api.create(ResourceRef.of(Resources.CONFIG_MAPS, "default"), map, WriteOptions.NONE);
        loops.runUntilIdle();
    }

    void advance(int seconds) {
        loops.advance(Duration.ofSeconds(seconds));
    }

    /** Marks the pod as the API server does when somebody deletes it, and lets everything happen. */
    void delete(String name, long grace) {
        mark(name, grace);
        loops.runUntilIdle();
    }

    /** Marks the pod only, as within a request. */
    void mark(String name, long grace) {
        api.set(
                ref(name),
                pod -> pod.edit(root -> Json.child(root, "metadata")
                        .put(
                                "deletionTimestamp",
                                Times.format(loops.clock().now().plusSeconds(grace)))
                        .put("deletionGracePeriodSeconds", grace)));
    }

    static ResourceRef ref(String name) {
        return ResourceRef.of(Resources.PODS, "default", name);
    }

    boolean exists(String name) {
        return api.lister(Resources.PODS).get("default", name) != null;
    }

    JsonNode status(String name) {
        return api.get(ref(name)).status();
    }

    String phase(String name) {
        return Json.textOr(status(name), "", "phase");
    }

    JsonNode container(String pod, int index) {
        return status(pod).path("containerStatuses").path(index);
    }

    String condition(String pod, String type) {
        for (JsonNode condition : status(pod).path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return Json.textOr(condition, "", "status") + " " + Json.textOr(condition, "", "reason") + " "
                        + Json.textOr(condition, "", "message");
            }
        }
        return "";
    }

    /** The events about a pod: type, reason, message. */
    List<String> events(String pod) {
        return api.lister(Resources.EVENTS).all().stream()
                .filter(e -> pod.equals(Json.text(e.tree(), "involvedObject", "name")))
                .map(e -> Json.text(e.tree(), "type") + " " + Json.text(e.tree(), "reason") + " "
                        + Json.text(e.tree(), "message"))
                .toList();
    }

    String log(String pod, String container, LogOptions options) {
        StringBuilder text = new StringBuilder();
        fleet.logs(api.get(ref(pod)), container, options, new NodeAgent.LogSink() {
            @Override
            public void write(byte[] piece) {
                text.append(new String(piece, StandardCharsets.UTF_8));
            }

            @Override
            public void end() {
                text.append("<end>");
            }
        });
        return text.toString();
    }
}
