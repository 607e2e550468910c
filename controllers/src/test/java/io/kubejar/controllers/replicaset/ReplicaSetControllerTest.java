package io.kubejar.controllers.replicaset;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static io.kubejar.controllers.Fixtures.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplicaSetControllerTest {
    private static final ApiObject SET = object("{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'web',"
            + "'namespace':'default','uid':'u1','generation':1},'spec':{'replicas':3,'selector':{'matchLabels':{'app':'web'}},"
            + "'template':{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'c','image':'nginx'}]}}},"
            + "'status':{'replicas':0}}");

    private static Plan plan(ApiObject set, ApiObject... pods) {
        Listers listers = Listers.fixed(Map.of(Resources.REPLICA_SETS, List.of(set), Resources.PODS, List.of(pods)));
        return new ReplicaSetController(listers).reconcile(set.key(), NOW);
    }

    @Test
    @DisplayName("B16.5 missing pods are created from the template, owned and named after the set")
    void createsWhatIsMissing() {
        Plan plan = plan(SET, pod(SET, "web-a", "Running"));
        List<Write.Create> creates = plan.writes().stream()
                .filter(Write.Create.class::isInstance)
                .map(Write.Create.class::cast)
                .toList();
        assertThat(creates).hasSize(2);
        ApiObject made = creates.get(0).object();
        assertThat(Json.text(made.metadata(), "generateName")).isEqualTo("web-");
        assertThat(made.isControlledBy("u1")).isTrue();
        assertThat(made.labels()).containsEntry("app", "web");
    }

    @Test
    @DisplayName("B16.3 each created pod is told in an event")
    void tellsOfCreatedPods() {
        Plan.Do first = (Plan.Do) plan(SET).steps().get(0);
        Plan after = first.then().apply(pod(SET, "web-x", "Pending"));
        assertThat(after.events()).containsExactly(EventNote.normal(SET, "SuccessfulCreate", "Created pod: web-x"));
    }

    @Test
    void deletesTheLeastMissedFirst() {
        ApiObject two = SET.edit(root -> Json.child(root, "spec").put("replicas", 1));
        Plan plan = plan(two, pod(SET, "web-a", "Running"), pod(SET, "web-b", "Pending"), pod(SET, "web-c", "Running"));
        assertThat(plan.writes().stream()
                        .filter(Write.Delete.class::isInstance)
                        .map(w -> w.ref().name()))
                .hasSize(2)
                .startsWith("web-b");
    }

    @Test
    void statusCountsWhatIsReady() {
        Plan plan = plan(SET, pod(SET, "a", "Running"), pod(SET, "b", "Running"), pod(SET, "c", "Pending"));
        Write.Update update = (Write.Update) plan.writes().get(0);
        assertThat(update.ref().subresource()).isEqualTo("status");
        assertThat(Json.string(update.object().status()))
                .isEqualTo("{\"replicas\":3,\"fullyLabeledReplicas\":3,\"readyReplicas\":2,\"availableReplicas\":2,"
                        + "\"terminatingReplicas\":0,\"observedGeneration\":1}");
    }

    @Test
    void refusedPodShowsInEventAndCondition() {
        Plan.Do first = (Plan.Do) plan(SET).steps().get(0);
        StatusException quota = StatusException.forbidden(Resources.PODS, "", "exceeded quota");
        Plan after = first.otherwise().apply(quota);
        assertThat(after.events())
                .containsExactly(
                        EventNote.warning(SET, "FailedCreate", "Error creating: pods is forbidden: exceeded quota"));
        Write.Update update = (Write.Update) after.writes().get(0);
        assertThat(update.object().status().at("/conditions/0/type").textValue())
                .isEqualTo("ReplicaFailure");
        assertThat(after.steps()).last().isEqualTo(new Plan.Fail(quota));
        assertThat(quota.is(Reason.FORBIDDEN)).isTrue();
    }
}
