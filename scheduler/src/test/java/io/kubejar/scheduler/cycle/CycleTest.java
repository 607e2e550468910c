package io.kubejar.scheduler.cycle;

import static io.kubejar.scheduler.Fixtures.asking;
import static io.kubejar.scheduler.Fixtures.cluster;
import static io.kubejar.scheduler.Fixtures.decide;
import static io.kubejar.scheduler.Fixtures.node;
import static io.kubejar.scheduler.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.informer.Lister;
import io.kubejar.scheduler.plugins.DefaultPlugins;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CycleTest {
    private static final String TAINTED = "'taints':[{'key':'k','effect':'NoSchedule'}]";

    @Test
    @DisplayName("B31.1 the message counts the reasons of all nodes")
    void messageOfNoFit() {
        Snapshot snapshot = cluster(
                node("a", "", TAINTED),
                node("b", "", "", "'cpu':'1','memory':'1Gi','pods':'10'"),
                node("c", "", "", "'cpu':'1','memory':'8Gi','pods':'10'"));
        Decision decision = decide(snapshot, pod("p", "", "'containers':[" + asking("'cpu':'2','memory':'2Gi'") + "]"));
        assertThat(decision.node()).isNull();
        assertThat(decision.message())
                .isEqualTo("0/3 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s),"
                        + " 2 Insufficient cpu.");
        assertThat(decision.preemption())
                .isEqualTo(
                        "no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.");
        assertThat(decision.rejectedBy()).containsExactlyInAnyOrder("NodeResourcesFit", "TaintToleration");
        assertThat(decision.reasons().get("b").reasons()).containsExactly("Insufficient cpu", "Insufficient memory");
    }

    @Test
    void preemptionMessageOfFullNodes() {
        Snapshot snapshot = cluster(node("a", "", TAINTED), node("b", "", ""));
        snapshot.addPod(PodInfo.of(pod("old", "", "'containers':[" + asking("'cpu':'3'") + "]")), "b");
        Decision decision = decide(snapshot, pod("p", "", "'containers':[" + asking("'cpu':'2'") + "]"));
        assertThat(decision.preemption())
                .isEqualTo(
                        "no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod,"
                                + " 1 Preemption is not helpful for scheduling.");
        assertThat(decision.resolvable()).containsExactly("b");
    }

    @Test
    void emptyCluster() {
        assertThat(decide(cluster(), pod("p", "", "")).message()).isEqualTo("no nodes available to schedule pods");
    }

    @Test
    @DisplayName("B31.3 a missing claim holds the pod back")
    void missingClaim() {
        Decision decision = decide(
                cluster(node("a", "", "")),
                pod("p", "", "'volumes':[{'name':'v','persistentVolumeClaim':{'claimName':'data'}}]"));
        assertThat(decision.message() + " " + decision.preemption())
                .isEqualTo("0/1 nodes are available: persistentvolumeclaim \"data\" not found. not found");
    }

    @Test
    void podsOfADaemonSetAskOneNodeOnly() {
        Snapshot snapshot = cluster(node("a", "", TAINTED), node("b", "", ""), node("c", "", ""));
        Decision decision = decide(
                snapshot,
                pod(
                        "p",
                        "",
                        "'affinity':{'nodeAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':"
                                + "[{'matchFields':[{'key':'metadata.name','operator':'In','values':['a']}]}]}}}"));
        assertThat(decision.message())
                .isEqualTo("0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't satisfy"
                        + " plugin(s) [NodeAffinity].");
        assertThat(decision.asked()).isEqualTo(1);
    }

    @Test
    void mostRoomWins() {
        Snapshot snapshot = cluster(node("a", "", ""), node("b", "", ""));
        snapshot.addPod(PodInfo.of(pod("old", "", "'containers':[" + asking("'cpu':'2'") + "]")), "a");
        assertThat(decide(snapshot, pod("p", "", "")).node()).isEqualTo("b");
    }

    @Test
    @DisplayName("B14.7 equal nodes are chosen by chance, the same for the same seed")
    void tiesByChance() {
        Snapshot snapshot = cluster(node("a", "", ""), node("b", "", ""), node("c", "", ""));
        Cycle cycle = new Cycle(DefaultPlugins.all(Lister.of()));
        Set<String> chosen = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            PodInfo pod = PodInfo.of(pod("p", "", ""));
            String first = cycle.decide(snapshot, pod, 0, Chance.seeded(seed)).node();
            assertThat(cycle.decide(snapshot, pod, 0, Chance.seeded(seed)).node())
                    .isEqualTo(first);
            chosen.add(first);
        }
        assertThat(chosen).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("B14.9 the least important pods would have to leave, and no more than needed")
    void victims() {
        Snapshot snapshot = cluster(node("a", "", ""), node("b", "", ""));
        snapshot.addPod(lower("a-low", 1, "2"), "a");
        snapshot.addPod(lower("a-mid", 5, "2"), "a");
        snapshot.addPod(lower("b-high", 50, "4"), "b");
        PodInfo pod = PodInfo.of(pod("p", "", "'priority':100,'containers':[" + asking("'cpu':'2'") + "]"));
        Cycle cycle = new Cycle(DefaultPlugins.all(Lister.of()));
        Decision decision = cycle.decide(snapshot, pod, 0, Chance.seeded(1));
        Preemption.Candidate room = Preemption.find(cycle, snapshot, pod, decision.resolvable());
        assertThat(room.node()).isEqualTo("a");
        assertThat(room.victims()).extracting(v -> v.pod().name()).containsExactly("a-low");
    }

    private static PodInfo lower(String name, int priority, String cpu) {
        return PodInfo.of(
                pod(name, "", "'priority':" + priority + ",'containers':[" + asking("'cpu':'" + cpu + "'") + "]"));
    }
}
