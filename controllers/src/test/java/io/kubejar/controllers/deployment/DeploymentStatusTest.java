package io.kubejar.controllers.deployment;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentStatusTest {
    private static final ApiObject WEB = object("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web',"
            + "'namespace':'default','generation':1},'spec':{'replicas':2,'revisionHistoryLimit':1,"
            + "'progressDeadlineSeconds':60,'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':'25%',"
            + "'maxUnavailable':'25%'}}}}");

    private static ApiObject set(int available) {
        return object("{'kind':'ReplicaSet','metadata':{'name':'web-1','namespace':'default'},'spec':{'replicas':2},"
                + "'status':{'observedGeneration':1,'replicas':2,'readyReplicas':" + available + ",'availableReplicas':"
                + available + ",'terminatingReplicas':1}}");
    }

    private static Plan rollout(ApiObject deployment, ApiObject newSet, Instant now) {
        Plan.Builder plan = Plan.builder();
        DeploymentStatus.writeRollout(new View(deployment, deployment, newSet, List.of()), now, plan);
        return plan.build();
    }

    private static ApiObject stored(Plan plan) {
        Write.Update update = (Write.Update) plan.writes().get(0);
        assertThat(update.ref().subresource()).isEqualTo("status");
        return update.object();
    }

    private static JsonNode condition(ApiObject deployment, String type) {
        return Conditions.get(deployment.status(), type);
    }

    @Test
    void countsAndConditionsGoFromWaitingToDone() {
        ApiObject waiting = stored(rollout(WEB, set(1), NOW));
        assertThat(waiting.status().path("unavailableReplicas").intValue()).isEqualTo(1);
        assertThat(waiting.status().path("terminatingReplicas").intValue()).isEqualTo(1);
        assertThat(Json.text(condition(waiting, "Available"), "message"))
                .isEqualTo("Deployment does not have minimum availability.");
        assertThat(Json.text(condition(waiting, "Progressing"), "message"))
                .isEqualTo("ReplicaSet \"web-1\" is progressing.");

        ApiObject done = stored(rollout(waiting, set(2), NOW.plusSeconds(9)));
        assertThat(done.status().path("unavailableReplicas").isMissingNode()).isTrue();
        assertThat(Json.text(condition(done, "Available"), "reason")).isEqualTo("MinimumReplicasAvailable");
        assertThat(Json.text(condition(done, "Progressing"), "reason")).isEqualTo("NewReplicaSetAvailable");
        assertThat(Json.text(condition(done, "Progressing"), "message"))
                .isEqualTo("ReplicaSet \"web-1\" has successfully progressed.");
        assertThat(Json.text(condition(done, "Progressing"), "lastTransitionTime"))
                .isEqualTo(Json.text(condition(waiting, "Progressing"), "lastTransitionTime"));
        assertThat(rollout(done, set(2), NOW.plusSeconds(10))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void lackOfProgressIsToldASecondAfterTheDeadline() {
        ApiObject waiting = stored(rollout(WEB, set(1), NOW));
        Plan idle = rollout(waiting, set(1), NOW.plusSeconds(20));
        assertThat(idle).isEqualTo(Plan.again(Duration.ofSeconds(41)));
        ApiObject late = stored(rollout(waiting, set(1), NOW.plusSeconds(61)));
        JsonNode progressing = condition(late, "Progressing");
        assertThat(Json.text(progressing, "status")).isEqualTo("False");
        assertThat(Json.text(progressing, "reason")).isEqualTo("ProgressDeadlineExceeded");
        assertThat(Json.text(progressing, "message")).isEqualTo("ReplicaSet \"web-1\" has timed out progressing.");
        assertThat(rollout(late, set(1), NOW.plusSeconds(62))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void theFailureOfASetIsTheDeploymentsToo() {
        ApiObject failing = set(0).edit(root -> Json.list(Json.child(root, "status"), "conditions")
                .addObject()
                .put("type", "ReplicaFailure")
                .put("status", "True")
                .put("reason", "FailedCreate")
                .put("message", "exceeded quota")
                .put("lastTransitionTime", "2026-11-21T10:00:00Z"));
        ApiObject told = stored(rollout(WEB, failing, NOW));
        assertThat(Json.text(condition(told, "ReplicaFailure"), "message")).isEqualTo("exceeded quota");
        assertThat(condition(stored(rollout(told, set(0), NOW)), "ReplicaFailure"))
                .isNull();
    }

    @Test
    void historyBeyondTheLimitIsRemoved() {
        List<ApiObject> old = java.util.stream.IntStream.rangeClosed(1, 3)
                .mapToObj(i -> object("{'metadata':{'name':'old-" + i + "','namespace':'default','annotations':"
                        + "{'deployment.kubernetes.io/revision':'" + (4 - i) + "'}},'spec':{'replicas':0}}"))
                .toList();
        Plan.Builder plan = Plan.builder();
        Rollout.cleanUp(new View(WEB, WEB, set(2), old), plan);
        assertThat(plan.build().writes()).extracting(w -> w.ref().name()).containsExactly("old-3", "old-2");
    }
}
