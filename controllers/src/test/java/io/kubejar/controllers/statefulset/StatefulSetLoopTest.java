package io.kubejar.controllers.statefulset;

import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Simulation;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatefulSetLoopTest {
    private static final ApiObject SET = object("{'apiVersion':'apps/v1','kind':'StatefulSet','metadata':{'name':'db',"
            + "'namespace':'default'},'spec':{'replicas':3,'serviceName':'peers','revisionHistoryLimit':1,"
            + "'selector':{'matchLabels':{'app':'db'}},'updateStrategy':{'type':'RollingUpdate','rollingUpdate':"
            + "{'partition':0}},'persistentVolumeClaimRetentionPolicy':{'whenDeleted':'Delete','whenScaled':'Retain'},"
            + "'template':{'metadata':{'labels':{'app':'db'}},'spec':{'containers':[{'name':'c','image':'db:1'}]}},"
            + "'volumeClaimTemplates':[{'metadata':{'name':'data'},'spec':{}}]}}");

    private final Simulation cluster = new Simulation(StatefulSetController::new);

    private ApiObject db() {
        return cluster.get(Resources.STATEFUL_SETS, "db");
    }

    private void runAll() {
        int rounds = 0;
        while (cluster.runPods() > 0) {
            assertThat(++rounds).isLessThan(20);
        }
    }

    private void setImage(String image) {
        cluster.change(
                Resources.STATEFUL_SETS,
                "db",
                root -> ((ObjectNode) root.at("/spec/template/spec/containers/0")).put("image", image));
    }

    @Test
    @DisplayName("B17.2 pods come one after the other, each when the one before it is ready")
    void comesUpInOrder() {
        cluster.create(Resources.STATEFUL_SETS, SET);
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0");
        cluster.runPods();
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0", "db-1");
        runAll();
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0", "db-1", "db-2");
        assertThat(cluster.names(Resources.PERSISTENT_VOLUME_CLAIMS))
                .containsExactly("data-db-0", "data-db-1", "data-db-2");
        assertThat(cluster.api().lister(Resources.PERSISTENT_VOLUME_CLAIMS).all())
                .allMatch(claim -> claim.isControlledBy(db().uid()));
        assertThat(Json.number(db().status(), 0, "readyReplicas")).isEqualTo(3);
    }

    @Test
    void rollsBackwardsOnePodAtATime() {
        cluster.create(Resources.STATEFUL_SETS, SET);
        runAll();
        String before = Json.text(db().status(), "currentRevision");
        setImage("db:2");
        ApiObject last = cluster.get(Resources.PODS, "db-2");
        assertThat(last.spec().at("/containers/0/image").textValue()).isEqualTo("db:2");
        assertThat(cluster.get(Resources.PODS, "db-1")
                        .spec()
                        .at("/containers/0/image")
                        .textValue())
                .isEqualTo("db:1");
        assertThat(Json.text(db().status(), "currentRevision")).isEqualTo(before);
        runAll();
        assertThat(cluster.api().lister(Resources.PODS).all())
                .allSatisfy(
                        pod -> assertThat(pod.spec().at("/containers/0/image").textValue())
                                .isEqualTo("db:2"));
        assertThat(Json.text(db().status(), "currentRevision"))
                .isEqualTo(Json.text(db().status(), "updateRevision"))
                .isNotEqualTo(before);
        setImage("db:3");
        runAll();
        assertThat(cluster.names(Resources.CONTROLLER_REVISIONS)).hasSize(2);
    }

    @Test
    void keepsClaimsOfPodsThatAreScaledAway() {
        cluster.create(Resources.STATEFUL_SETS, SET);
        runAll();
        cluster.change(
                Resources.STATEFUL_SETS, "db", root -> Json.child(root, "spec").put("replicas", 1));
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0");
        assertThat(cluster.names(Resources.PERSISTENT_VOLUME_CLAIMS)).hasSize(3);
        assertThat(cluster.messages("SuccessfulDelete"))
                .containsExactly(
                        "Delete Pod db-2 in StatefulSet db successful", "Delete Pod db-1 in StatefulSet db successful");
    }

    @Test
    void waitsForMinReadySecondsWithoutAnyEvent() {
        cluster.create(
                Resources.STATEFUL_SETS,
                SET.edit(root -> Json.child(root, "spec").put("minReadySeconds", 10)));
        cluster.runPods();
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0");
        cluster.advance(Duration.ofSeconds(10));
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0", "db-1");
        assertThat(Json.number(db().status(), 0, "availableReplicas")).isEqualTo(1);
    }

    @Test
    void comesBackAfterARefusal() {
        int[] left = {2};
        cluster.api().gate((verb, ref, object) -> {
            if (verb.equals("create") && ref.resource().equals(Resources.PODS) && left[0]-- > 0) {
                throw StatusException.forbidden(Resources.PODS, "db-0", "exceeded quota");
            }
        });
        cluster.create(Resources.STATEFUL_SETS, SET);
        assertThat(cluster.names(Resources.PODS)).containsExactly("db-0");
        assertThat(cluster.messages("FailedCreate"))
                .containsExactly("Create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden:"
                        + " exceeded quota");
    }
}
