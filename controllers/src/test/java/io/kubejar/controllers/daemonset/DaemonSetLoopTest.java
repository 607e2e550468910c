package io.kubejar.controllers.daemonset;

import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Simulation;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.Test;

class DaemonSetLoopTest {
    private static final ApiObject SET = object("{'apiVersion':'apps/v1','kind':'DaemonSet','metadata':{'name':'log',"
            + "'namespace':'default'},'spec':{'revisionHistoryLimit':1,'selector':{'matchLabels':{'app':'log'}},"
            + "'updateStrategy':{'type':'RollingUpdate','rollingUpdate':{'maxUnavailable':1}},'template':"
            + "{'metadata':{'labels':{'app':'log'}},'spec':{'containers':[{'name':'c','image':'log:1'}]}}}}");

    private final Simulation cluster = new Simulation(DaemonSetController::new);

    private void node(String name) {
        cluster.create(
                Resources.NODES,
                object("{'apiVersion':'v1','kind':'Node','metadata':{'name':'" + name + "'},'spec':{}}"));
    }

    private void runAll() {
        int rounds = 0;
        while (cluster.runPods() > 0) {
            assertThat(++rounds).isLessThan(20);
        }
    }

    @Test
    void followsNodesAndTemplates() {
        node("a");
        cluster.create(Resources.DAEMON_SETS, SET);
        assertThat(cluster.names(Resources.PODS)).hasSize(1);
        node("b");
        runAll();
        assertThat(cluster.names(Resources.PODS)).hasSize(2);
        for (int i = 2; i < 5; i++) {
            String image = "log:" + i;
            cluster.change(
                    Resources.DAEMON_SETS,
                    "log",
                    root -> ((ObjectNode) root.at("/spec/template/spec/containers/0")).put("image", image));
            runAll();
        }
        assertThat(cluster.api().lister(Resources.PODS).all())
                .hasSize(2)
                .allSatisfy(
                        pod -> assertThat(pod.spec().at("/containers/0/image").textValue())
                                .isEqualTo("log:4"));
        assertThat(cluster.names(Resources.CONTROLLER_REVISIONS)).hasSize(2);
        ApiObject log = cluster.get(Resources.DAEMON_SETS, "log");
        assertThat(Json.number(log.status(), 0, "updatedNumberScheduled")).isEqualTo(2);
        assertThat(Json.number(log.status(), 0, "numberAvailable")).isEqualTo(2);
    }
}
