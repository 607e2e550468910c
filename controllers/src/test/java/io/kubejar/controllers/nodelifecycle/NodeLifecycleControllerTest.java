package io.kubejar.controllers.nodelifecycle;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.World;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeLifecycleControllerTest {
    private static final String NODE = "{'apiVersion':'v1','kind':'Node','metadata':{'name':'n'},'spec':{},'status':"
            + "{'conditions':[{'type':'Ready','status':'True','lastHeartbeatTime':'2026-11-21T10:00:00Z'}]}}";

    private final World world = new World();

    private ApiObject node() {
        return world.get(Resources.NODES, "", "n");
    }

    private static List<String> taints(JsonNode taints) {
        List<String> out = new ArrayList<>();
        taints.forEach(t -> out.add(Json.text(t, "key") + ":" + Json.text(t, "effect")));
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "Ready, True, ''",
        "Ready, False, node.kubernetes.io/not-ready:NoSchedule node.kubernetes.io/not-ready:NoExecute",
        "Ready, Unknown, node.kubernetes.io/unreachable:NoSchedule node.kubernetes.io/unreachable:NoExecute",
        "DiskPressure, True, node.kubernetes.io/disk-pressure:NoSchedule",
        "MemoryPressure, True, node.kubernetes.io/memory-pressure:NoSchedule",
        "PIDPressure, True, node.kubernetes.io/pid-pressure:NoSchedule",
        "NetworkUnavailable, True, node.kubernetes.io/network-unavailable:NoSchedule",
        "DiskPressure, False, ''",
    })
    void conditionsBecomeTaints(String type, String status, String expected) {
        ApiObject node = object("{'spec':{'taints':[{'key':'node.kubernetes.io/not-ready','effect':'NoSchedule'},"
                + "{'key':'mine','effect':'NoExecute'}]},'status':{'conditions':[{'type':'" + type + "','status':'"
                + status + "'}]}}");
        assertThat(taints(NodeTaints.of(node, NOW)))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(("mine:NoExecute " + expected).strip().split(" ")));
    }

    @Test
    @DisplayName("a cordoned node is tainted as unschedulable, and no longer when it is uncordoned")
    void cordon() {
        world.create(Resources.NODES, NODE);
        world.start(informers -> new NodeLifecycleController(informers, true));
        ResourceRef ref = ResourceRef.of(Resources.NODES, "", "n");
        world.api.set(ref, n -> n.edit(root -> Json.child(root, "spec").put("unschedulable", true)));
        world.settle();
        assertThat(taints(node().spec().path("taints"))).containsExactly("node.kubernetes.io/unschedulable:NoSchedule");
        world.api.set(ref, n -> n.edit(root -> Json.child(root, "spec").remove("unschedulable")));
        world.settle();
        assertThat(node().spec().path("taints")).isEmpty();
    }

    @Test
    void silentNodeIsCalledUnknownAndItsPodsAreNotReady() {
        world.create(Resources.NODES, NODE);
        world.create(
                Resources.PODS,
                "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'a'},'spec':{'nodeName':'n'},"
                        + "'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}");
        world.start(informers -> new NodeLifecycleController(informers, true));
        world.loops.advance(Duration.ofSeconds(50));
        assertThat(Pods.isReady(node())).isTrue();
        world.loops.advance(Duration.ofSeconds(1));
        JsonNode ready = Pods.condition(node(), "Ready");
        assertThat(Json.text(ready, "status") + " " + Json.text(ready, "reason") + " " + Json.text(ready, "message"))
                .isEqualTo("Unknown NodeStatusUnknown Kubelet stopped posting node status.");
        assertThat(Json.text(Pods.condition(node(), "DiskPressure"), "reason")).isEqualTo("NodeStatusNeverUpdated");
        assertThat(taints(node().spec().path("taints")))
                .containsExactlyInAnyOrder(
                        "node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute");
        assertThat(Pods.isReady(world.get(Resources.PODS, "a", "p"))).isFalse();
        assertThat(world.api.lister(Resources.EVENTS).all().stream().map(e -> Json.text(e.tree(), "message")))
                .containsExactlyInAnyOrder(
                        "Node n event: Registered Node n in Controller",
                        "Node n status is now: NodeNotReady",
                        "Node is not ready");
    }

    @Test
    void renewedLeaseIsASignOfLife() {
        world.create(Resources.NODES, NODE);
        world.create(
                Resources.LEASES,
                "{'metadata':{'name':'n','namespace':'kube-node-lease'},'spec':{'renewTime':'2026-11-21T10:00:00.000000Z'}}");
        world.start(informers -> new NodeLifecycleController(informers, true));
        for (int i = 0; i < 10; i++) {
            world.loops.advance(Duration.ofSeconds(40));
            world.api.set(
                    ResourceRef.of(Resources.LEASES, "kube-node-lease", "n"),
                    l -> l.edit(root -> Json.child(root, "spec")
                            .put(
                                    "renewTime",
                                    Times.formatMicros(world.loops.clock().now()))));
            world.settle();
        }
        assertThat(Pods.isReady(node())).isTrue();
    }

    @Test
    void silenceMeansNothingWhereNodesAreSilent() {
        world.create(Resources.NODES, NODE);
        world.start(informers -> new NodeLifecycleController(informers, false));
        world.loops.advance(Duration.ofDays(1));
        assertThat(Pods.isReady(node())).isTrue();
    }
}
