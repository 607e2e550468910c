package io.kubejar.controllers.deployment;

import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Simulation;
import io.kubejar.controllers.replicaset.ReplicaSetController;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeploymentLoopTest {
    private static final ApiObject WEB = object("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web',"
            + "'namespace':'default'},'spec':{'replicas':3,'revisionHistoryLimit':1,"
            + "'progressDeadlineSeconds':600,'selector':{'matchLabels':{'app':'web'}},'strategy':{'type':'RollingUpdate',"
            + "'rollingUpdate':{'maxSurge':1,'maxUnavailable':1}},'template':{'metadata':{'labels':{'app':'web'}},"
            + "'spec':{'containers':[{'name':'c','image':'nginx:1'}]}}}}");

    private final Simulation cluster = new Simulation(DeploymentController::new, ReplicaSetController::new);

    private void setImage(String image) {
        cluster.change(
                Resources.DEPLOYMENTS,
                "web",
                root -> ((ObjectNode) root.at("/spec/template/spec/containers/0")).put("image", image));
    }

    private ApiObject web() {
        return cluster.get(Resources.DEPLOYMENTS, "web");
    }

    private void rollOut() {
        int rounds = 0;
        while (cluster.runPods() > 0) {
            assertThat(++rounds).isLessThan(20);
        }
    }

    @Test
    @DisplayName("B16.6 a new image is rolled out through a second ReplicaSet, and the status says when it is done")
    void rollsOut() {
        cluster.create(Resources.DEPLOYMENTS, WEB);
        rollOut();
        assertThat(Conditions.progress(web().status())).isEqualTo("NewReplicaSetAvailable");
        setImage("nginx:2");
        rollOut();
        assertThat(web().annotation(Revisions.REVISION)).isEqualTo("2");
        assertThat(Deployments.isComplete(web(), web().status())).isTrue();
        assertThat(cluster.api().lister(Resources.PODS).all())
                .hasSize(3)
                .allSatisfy(
                        pod -> assertThat(pod.spec().at("/containers/0/image").asText())
                                .isEqualTo("nginx:2"));
        assertThat(cluster.messages("ScalingReplicaSet"))
                .hasSizeBetween(4, 6)
                .allMatch(m -> m.matches("Scaled (up|down) replica set web-[a-z0-9]+ from \\d to \\d"));
    }

    @Test
    void keepsNoMoreOldSetsThanTheHistoryLimit() {
        cluster.create(Resources.DEPLOYMENTS, WEB);
        rollOut();
        for (int i = 2; i < 5; i++) {
            setImage("nginx:" + i);
            rollOut();
        }
        assertThat(cluster.names(Resources.REPLICA_SETS)).hasSize(2);
        assertThat(web().annotation(Revisions.REVISION)).isEqualTo("4");
    }

    @Test
    void tellsOfARolloutThatHangs() {
        cluster.create(Resources.DEPLOYMENTS, WEB);
        cluster.advance(Duration.ofSeconds(599));
        assertThat(Conditions.progress(web().status())).isEqualTo("ReplicaSetUpdated");
        cluster.advance(Duration.ofSeconds(5));
        assertThat(Conditions.progress(web().status())).isEqualTo("ProgressDeadlineExceeded");
    }

    @Test
    void scalesOnlyTheSetOfTheCurrentTemplate() {
        cluster.create(Resources.DEPLOYMENTS, WEB);
        rollOut();
        cluster.change(
                Resources.DEPLOYMENTS, "web", root -> Json.child(root, "spec").put("replicas", 5));
        rollOut();
        assertThat(Deployments.isComplete(web(), web().status())).isTrue();
        assertThat(cluster.messages("ScalingReplicaSet"))
                .hasSize(2)
                .last()
                .asString()
                .endsWith("from 3 to 5");
    }
}
