package io.kubejar.scheduler.plugins;

import static io.kubejar.scheduler.Fixtures.cluster;
import static io.kubejar.scheduler.Fixtures.node;
import static io.kubejar.scheduler.Fixtures.pod;
import static io.kubejar.scheduler.Fixtures.rejection;
import static io.kubejar.scheduler.Fixtures.scores;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodPlacementTest {
    private static final String WEB = "'labelSelector':{'matchLabels':{'app':'web'}}";
    private static final String IN_ZONE = "'topologyKey':'zone'";

    private final Snapshot snapshot = cluster(
            node("a1", "'zone':'a'", ""),
            node("a2", "'zone':'a'", ""),
            node("b1", "'zone':'b'", ""),
            node("x", "", ""));

    private void put(String name, String labels, String spec, String node) {
        snapshot.addPod(PodInfo.of(pod(name, labels, spec)), node);
    }

    private String affinity(String kind, String node, String labels) {
        String spec = "'affinity':{'" + kind + "':{'requiredDuringSchedulingIgnoredDuringExecution':[{" + WEB + ","
                + IN_ZONE + "}]}}";
        return rejection(new InterPodAffinity(), snapshot, pod("p", labels, spec), node);
    }

    @Test
    void podsThatMustBeNear() {
        put("w", "'app':'web'", "", "a1");
        assertThat(affinity("podAffinity", "a2", "")).isEmpty();
        assertThat(affinity("podAffinity", "b1", "")).isEqualTo("node(s) didn't match pod affinity rules");
        assertThat(affinity("podAffinity", "x", "")).isEqualTo("node(s) didn't match pod affinity rules");
    }

    @Test
    void theFirstOfAGroupMayStandAnywhereWithTheLabel() {
        assertThat(affinity("podAffinity", "b1", "'app':'web'")).isEmpty();
        assertThat(affinity("podAffinity", "b1", "")).isEqualTo("node(s) didn't match pod affinity rules");
        assertThat(affinity("podAffinity", "x", "'app':'web'")).isEqualTo("node(s) didn't match pod affinity rules");
    }

    @Test
    void podsThatMustBeAway() {
        put("w", "'app':'web'", "", "a1");
        assertThat(affinity("podAntiAffinity", "a2", "")).isEqualTo("node(s) didn't match pod anti-affinity rules");
        assertThat(affinity("podAntiAffinity", "b1", "")).isEmpty();
        assertThat(affinity("podAntiAffinity", "x", "")).isEmpty();
    }

    @Test
    void podsThatKeepOthersAway() {
        String shy = "'affinity':{'podAntiAffinity':{'requiredDuringSchedulingIgnoredDuringExecution':[{" + WEB + ","
                + IN_ZONE + "}]}}";
        put("shy", "", shy, "a1");
        String why = "node(s) didn't satisfy existing pods anti-affinity rules";
        assertThat(rejection(new InterPodAffinity(), snapshot, pod("p", "'app':'web'", ""), "a2"))
                .isEqualTo(why);
        assertThat(rejection(new InterPodAffinity(), snapshot, pod("p", "'app':'db'", ""), "a2"))
                .isEmpty();
        snapshot.removePod("u-shy");
        assertThat(rejection(new InterPodAffinity(), snapshot, pod("p", "'app':'web'", ""), "a2"))
                .isEmpty();
    }

    @Test
    void preferredNeighboursScore() {
        put("w", "'app':'web'", "", "a1");
        String likes = "'affinity':{'podAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':10,"
                + "'podAffinityTerm':{" + WEB + "," + IN_ZONE + "}}]}}";
        assertThat(scores(new InterPodAffinity(), snapshot, pod("p", "", likes)))
                .containsExactly(100, 100, 0, 0);
    }

    @Test
    @DisplayName("B14.6 hard spread constraints bound the difference between zones")
    void hardSpread() {
        String spread = "'topologySpreadConstraints':[{'maxSkew':1," + IN_ZONE + ",'whenUnsatisfiable':'DoNotSchedule',"
                + WEB + "}]";
        var next = pod("p", "'app':'web'", spread);
        PodTopologySpread plugin = new PodTopologySpread();
        assertThat(rejection(plugin, snapshot, next, "a1")).isEmpty();
        put("w", "'app':'web'", "", "a1");
        assertThat(rejection(plugin, snapshot, next, "a2"))
                .isEqualTo("node(s) didn't match pod topology spread constraints");
        assertThat(rejection(plugin, snapshot, next, "b1")).isEmpty();
        assertThat(rejection(plugin, snapshot, next, "x"))
                .isEqualTo("node(s) didn't match pod topology spread constraints (missing required label)");
    }

    @Test
    void softSpreadScores() {
        put("w", "'app':'web'", "", "a1");
        String spread = "'topologySpreadConstraints':[{'maxSkew':1," + IN_ZONE
                + ",'whenUnsatisfiable':'ScheduleAnyway'," + WEB + "}]";
        long[] scores = scores(new PodTopologySpread(), snapshot, pod("p", "'app':'web'", spread));
        assertThat(scores[2]).isEqualTo(100);
        assertThat(scores[0]).isEqualTo(scores[1]).isLessThan(100);
        assertThat(scores[3]).isZero();
    }

    @Test
    void leastAllocatedAndBalanced() {
        put("big", "", "'containers':[{'resources':{'requests':{'cpu':'2','memory':'1Gi'}}}]", "a1");
        var small = pod("p", "", "'containers':[{'resources':{'requests':{'cpu':'1','memory':'1Gi'}}}]");
        assertThat(scores(new NodeResourcesFit(), snapshot, small)).containsExactly(50, 81, 81, 81);
        assertThat(scores(new BalancedAllocation(), snapshot, small)).containsExactly(72, 71, 71, 71);
        assertThat(scores(new BalancedAllocation(), snapshot, pod("q", "", ""))).isEmpty();
    }

    @Test
    void taintsThatAreOnlyDisliked() {
        Snapshot two = cluster(node("m", "", "'taints':[{'key':'k','effect':'PreferNoSchedule'}]"), node("n", "", ""));
        assertThat(scores(new TaintToleration(), two, pod("p", "", ""))).containsExactly(0, 100);
    }

    @Test
    void preferredNodes() {
        String likes = "'affinity':{'nodeAffinity':{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':5,"
                + "'preference':{'matchExpressions':[{'key':'zone','operator':'In','values':['b']}]}}]}}";
        assertThat(scores(new NodeAffinity(), snapshot, pod("p", "", likes))).containsExactly(0, 0, 100, 0);
    }
}
