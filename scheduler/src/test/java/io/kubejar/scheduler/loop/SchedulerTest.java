package io.kubejar.scheduler.loop;

import static io.kubejar.scheduler.Fixtures.asking;
import static io.kubejar.scheduler.Fixtures.node;
import static io.kubejar.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-11-21T10:00:00Z"));
    private final MemoryApi api = new MemoryApi(loops.clock(), 1);

    @BeforeEach
    void start() {
        new Scheduler(api, new Informers("scheduler", api, loops), loops, Chance.seeded(1)).start();
        loops.runUntilIdle();
    }

    private void addNode(String name, String spec) {
        api.create(ResourceRef.of(Resources.NODES), node(name, "", spec), WriteOptions.NONE);
        loops.runUntilIdle();
    }

    private void addPod(String name, String spec) {
        api.create(ResourceRef.of(Resources.PODS, "default"), pod(name, "", spec), WriteOptions.NONE);
        loops.runUntilIdle();
    }

    private static String cpu(int cpus) {
        return "'containers':[" + asking("'cpu':'" + cpus + "'") + "]";
    }

    private ApiObject get(String name) {
        return api.get(ResourceRef.of(Resources.PODS, "default", name));
    }

    private String nodeOf(String name) {
        return Json.textOr(get(name).spec(), "", "nodeName");
    }

    private List<String> events(String name) {
        return api.lister(Resources.EVENTS).all().stream()
                .filter(e -> name.equals(Json.text(e.tree(), "involvedObject", "name")))
                .map(e -> Json.text(e.tree(), "reason") + " " + Json.text(e.tree(), "message"))
                .toList();
    }

    @Test
    void bindsAndSaysSo() {
        addNode("n", "");
        addPod("p", "");
        assertThat(nodeOf("p")).isEqualTo("n");
        assertThat(events("p")).containsExactly("Scheduled Successfully assigned default/p to n");
        JsonNode event = api.lister(Resources.EVENTS).all().iterator().next().tree();
        assertThat(Json.text(event, "action")).isEqualTo("Binding");
        assertThat(Json.text(event, "reportingComponent")).isEqualTo("default-scheduler");
        assertThat(Json.text(event, "eventTime")).isEqualTo("2026-11-21T10:00:00.000000Z");
    }

    @Test
    @DisplayName("B31.4 a pod without a node says why, and gets one when there is room")
    void saysWhyAndTriesAgain() {
        addNode("n", "");
        addPod("big", cpu(3));
        addPod("p", cpu(3));
        JsonNode condition = get("p").status().at("/conditions/0");
        assertThat(Json.text(condition, "reason")).isEqualTo("Unschedulable");
        String message = "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1"
                + " nodes are available: 1 No preemption victims found for incoming pod.";
        assertThat(Json.text(condition, "message")).isEqualTo(message);
        assertThat(events("p")).containsExactly("FailedScheduling " + message);
        api.delete(ResourceRef.of(Resources.PODS, "default", "big"), DeleteOptions.NONE);
        loops.runUntilIdle();
        assertThat(nodeOf("p")).isEqualTo("n");
    }

    @Test
    void waitsForNodes() {
        addPod("p", "");
        assertThat(events("p")).containsExactly("FailedScheduling no nodes available to schedule pods");
        addNode("n", "");
        assertThat(nodeOf("p")).isEqualTo("n");
    }

    @Test
    void uncordonedNodeIsUsed() {
        addNode("n", "'unschedulable':true");
        addPod("p", "");
        assertThat(nodeOf("p")).isEmpty();
        api.set(
                ResourceRef.of(Resources.NODES, "", "n"),
                n -> n.edit(root -> Json.child(root, "spec").remove("unschedulable")));
        loops.runUntilIdle();
        assertThat(nodeOf("p")).isEqualTo("n");
    }

    @Test
    @DisplayName("B14.8 pods of other schedulers are left alone")
    void otherSchedulers() {
        addNode("n", "");
        addPod("p", "'schedulerName':'mine'");
        assertThat(nodeOf("p")).isEmpty();
        assertThat(events("p")).isEmpty();
    }

    @Test
    void gatesHoldAPodBack() {
        addNode("n", "");
        addPod("p", "'schedulingGates':[{'name':'g'}]");
        assertThat(nodeOf("p")).isEmpty();
        assertThat(get("p").status().path("conditions"))
                .as("that it is gated is said by the server")
                .isEmpty();
        api.set(
                ResourceRef.of(Resources.PODS, "default", "p"),
                p -> p.edit(root -> Json.child(root, "spec").remove("schedulingGates")));
        loops.runUntilIdle();
        assertThat(nodeOf("p")).isEqualTo("n");
    }

    @Test
    void podsAreNotPutOnRoomThatIsPromised() {
        addNode("m", "");
        addNode("n", "");
        for (int i = 0; i < 5; i++) {
            api.create(ResourceRef.of(Resources.PODS, "default"), pod("p" + i, "", cpu(2)), WriteOptions.NONE);
        }
        loops.runUntilIdle();
        long placed = api.lister(Resources.PODS).all().stream()
                .filter(p -> p.spec().hasNonNull("nodeName"))
                .count();
        assertThat(placed).isEqualTo(4);
    }

    @Test
    void failedBindingIsTriedAgain() {
        addNode("n", "");
        boolean[] refuse = {true};
        api.gate((verb, ref, object) -> {
            if (ref.subresource().equals("binding") && refuse[0]) {
                throw StatusException.internal("no");
            }
        });
        addPod("p", cpu(4));
        assertThat(nodeOf("p")).isEmpty();
        refuse[0] = false;
        loops.advance(Duration.ofSeconds(1));
        assertThat(nodeOf("p")).isEqualTo("n");
    }

    @Test
    @DisplayName("B14.9 a pod of higher priority makes others leave and takes their place")
    void preempts() {
        addNode("n", "");
        addPod("low", cpu(3));
        addPod("high", "'priority':1000," + cpu(3));
        assertThat(api.lister(Resources.PODS).get("default", "low")).isNull();
        assertThat(nodeOf("high")).isEqualTo("n");
        assertThat(events("low")).anyMatch(e -> e.startsWith("Preempted Preempted by pod "));
        assertThat(events("high"))
                .anyMatch(e -> e.equals("FailedScheduling 0/1 nodes are available: 1 Insufficient cpu."));
    }

    @Test
    void sameFailureAgainRaisesTheSeries() {
        addPod("p", "'nodeSelector':{'a':'b'}");
        addNode("m", "");
        addNode("n", "");
        addNode("o", "'unschedulable':true");
        assertThat(events("p")).hasSize(4).doesNotHaveDuplicates();
    }
}
