package io.kubejar.controllers.deployment;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeploymentControllerTest {
    private static final ApiObject WEB = object("{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web',"
            + "'namespace':'default','uid':'d1','generation':1},'spec':{'replicas':3,'revisionHistoryLimit':10,"
            + "'progressDeadlineSeconds':600,'selector':{'matchLabels':{'app':'web'}},'strategy':{'type':'RollingUpdate',"
            + "'rollingUpdate':{'maxSurge':1,'maxUnavailable':0}},'template':{'metadata':{'labels':{'app':'web'}},"
            + "'spec':{'containers':[{'name':'c','image':'nginx:1'}]}}}}");

    private static Plan plan(ApiObject deployment, ApiObject... sets) {
        Listers listers = Listers.fixed(
                Map.of(Resources.DEPLOYMENTS, List.of(deployment), Resources.REPLICA_SETS, List.of(sets)));
        return new DeploymentController(listers).reconcile(deployment.key(), NOW);
    }

    /** A set of the Deployment with an image, a wanted size and as many pods, available or not. */
    private static ApiObject set(String name, String image, int revision, int wanted, int available) {
        return object("{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'" + name
                        + "','namespace':'default','uid':'uid-" + name + "','generation':1,'labels':{'app':'web'},"
                        + "'annotations':{'deployment.kubernetes.io/revision':'" + revision
                        + "','deployment.kubernetes.io/desired-replicas':'3','deployment.kubernetes.io/max-replicas':'4'}},"
                        + "'spec':{'replicas':" + wanted + "},'status':{'observedGeneration':1,'replicas':" + wanted
                        + ",'readyReplicas':" + available + ",'availableReplicas':" + available
                        + ",'terminatingReplicas':0}}")
                .edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.put("creationTimestamp", Times.format(NOW.plusSeconds(revision)));
                    meta.putArray("ownerReferences")
                            .add(OwnerReference.controllerOf(WEB).toJson());
                    Json.child(root, "spec")
                            .set("template", withImage(WEB, image).at("spec", "template"));
                });
    }

    private static ApiObject withImage(ApiObject deployment, String image) {
        return deployment.edit(root -> ((ObjectNode) root.at("/spec/template/spec/containers/0")).put("image", image));
    }

    private static ApiObject revised(ApiObject deployment) {
        return Conditions.with(
                Revisions.withRevision(deployment, "2"),
                Conditions.of(Conditions.PROGRESSING, "True", "ReplicaSetUpdated", "…", NOW.minusSeconds(5)));
    }

    private static Map<String, Integer> sizes(Plan plan) {
        return plan.writes().stream()
                .filter(w -> w.ref().resource().equals(Resources.REPLICA_SETS))
                .map(w -> ((Write.Update) w).object())
                .collect(java.util.stream.Collectors.toMap(ApiObject::name, Sets::wanted));
    }

    @Test
    @DisplayName("B16.1 a new Deployment gets a ReplicaSet named and labelled by the hash of its template")
    void createsTheFirstSet() {
        Plan plan = plan(WEB);
        Write.Create create = (Write.Create) plan.writes().get(0);
        ApiObject made = create.object();
        String hash = made.label("pod-template-hash");
        assertThat(made.name()).isEqualTo("web-" + hash);
        assertThat(hash).matches("[bcdfghjklmnpqrstvwxz2456789]{8,10}");
        assertThat(Json.text(made.spec(), "selector", "matchLabels", "pod-template-hash"))
                .isEqualTo(hash);
        assertThat(Json.text(made.spec(), "template", "metadata", "labels", "pod-template-hash"))
                .isEqualTo(hash);
        assertThat(made.annotations())
                .containsEntry("deployment.kubernetes.io/revision", "1")
                .containsEntry("deployment.kubernetes.io/desired-replicas", "3")
                .containsEntry("deployment.kubernetes.io/max-replicas", "4");
        assertThat(made.isControlledBy("d1")).isTrue();
        Plan then = ((Plan.Do) plan.steps().get(0)).then().apply(made);
        assertThat(then.events())
                .containsExactly(EventNote.normal(
                        WEB, "ScalingReplicaSet", "Scaled up replica set " + made.name() + " from 0 to 3"));
        ApiObject after = ((Write.Update) then.writes().get(0)).object();
        assertThat(after.annotation("deployment.kubernetes.io/revision")).isEqualTo("1");
        assertThat(Conditions.progress(after.status())).isEqualTo("NewReplicaSetCreated");
    }

    @Test
    void anotherTemplateWithTheSameHashIsCounted() {
        Plan first = plan(WEB);
        Write.Create create = (Write.Create) first.writes().get(0);
        ApiObject stranger = set(create.object().name(), "other", 1, 0, 0)
                .edit(root -> Json.child(root, "metadata").remove("ownerReferences"))
                .edit(root -> Json.child(root, "metadata").remove("labels"));
        Plan.Do step = (Plan.Do) plan(WEB, stranger).steps().get(0);
        StatusException taken = StatusException.alreadyExists(
                Resources.REPLICA_SETS, create.object().name());
        Plan after = step.otherwise().apply(taken);
        ApiObject counted = ((Write.Update) after.writes().get(0)).object();
        assertThat(counted.at("status", "collisionCount").intValue()).isEqualTo(1);
        assertThat(after.steps()).last().isEqualTo(new Plan.Fail(taken));
        Write.Create again = (Write.Create) plan(counted, stranger).writes().get(0);
        assertThat(again.object().name()).isNotEqualTo(create.object().name());
    }

    @Test
    @DisplayName("B16.6 a rolling update first grows the new set as far as maxSurge lets it")
    void surgesFirst() {
        ApiObject web = revised(withImage(WEB, "nginx:2"));
        Plan plan = plan(web, set("web-1", "nginx:1", 1, 3, 3), set("web-2", "nginx:2", 2, 0, 0));
        assertThat(sizes(plan)).containsExactlyEntriesOf(Map.of("web-2", 1));
        Plan then = ((Plan.Do) plan.steps().get(0)).then().apply(WEB);
        assertThat(then.events().get(0).message()).isEqualTo("Scaled up replica set web-2 from 0 to 1");
    }

    @Test
    void oldPodsGoOnlyForAvailableNewOnes() {
        ApiObject web = revised(withImage(WEB, "nginx:2"));
        ApiObject old = set("web-1", "nginx:1", 1, 3, 3);
        assertThat(sizes(plan(web, old, set("web-2", "nginx:2", 2, 1, 0)))).isEmpty();
        assertThat(sizes(plan(web, old, set("web-2", "nginx:2", 2, 1, 1))))
                .containsExactlyEntriesOf(Map.of("web-1", 2));
    }

    @Test
    void unhealthyOldPodsGoAtOnce() {
        ApiObject web = revised(withImage(WEB, "nginx:2"))
                .edit(root -> ((ObjectNode) root.at("/spec/strategy/rollingUpdate")).put("maxUnavailable", 1));
        Plan plan = plan(web, set("web-1", "nginx:1", 1, 3, 1), set("web-2", "nginx:2", 2, 1, 1));
        assertThat(sizes(plan)).containsExactlyEntriesOf(Map.of("web-1", 1));
    }

    @Test
    void backToAnOldTemplateTakesTheOldSetWithANewRevision() {
        ApiObject web = revised(WEB);
        Plan plan = plan(web, set("web-1", "nginx:1", 1, 0, 0), set("web-2", "nginx:2", 2, 3, 3));
        ApiObject first = ((Write.Update) plan.writes().get(0)).object();
        assertThat(plan.writes()).hasSize(1);
        assertThat(first.name()).isEqualTo("web-1");
        assertThat(first.annotations())
                .containsEntry("deployment.kubernetes.io/revision", "3")
                .containsEntry("deployment.kubernetes.io/revision-history", "1");
    }

    @Test
    void recreateStopsTheOldPodsBeforeItStartsNewOnes() {
        ApiObject web = revised(withImage(WEB, "nginx:2"))
                .edit(root -> Json.child(root, "spec").putObject("strategy").put("type", "Recreate"));
        assertThat(sizes(plan(web, set("web-1", "nginx:1", 1, 3, 3)))).containsExactlyEntriesOf(Map.of("web-1", 0));
        Plan waits = plan(
                web,
                set("web-1", "nginx:1", 1, 0, 0)
                        .edit(root -> Json.child(root, "status").put("replicas", 1)));
        assertThat(waits.writes()).noneMatch(Write.Create.class::isInstance);
        Write.Create create = (Write.Create)
                plan(web, set("web-1", "nginx:1", 1, 0, 0)).writes().get(0);
        assertThat(Sets.wanted(create.object())).isEqualTo(3);
    }

    @Test
    void aPausedDeploymentScalesInProportionAndMakesNoNewSet() {
        ApiObject web = revised(withImage(WEB, "nginx:2"))
                .edit(root -> Json.child(root, "spec").put("paused", true).put("replicas", 6));
        Plan plan = plan(web, set("web-1", "nginx:1", 1, 3, 3), set("web-2", "nginx:2", 2, 1, 1));
        assertThat(sizes(plan)).containsExactlyInAnyOrderEntriesOf(Map.of("web-1", 5, "web-2", 2));
        Plan fresh = plan(WEB.edit(root -> Json.child(root, "spec").put("paused", true)));
        assertThat(fresh.writes()).hasSize(1);
        ApiObject status = ((Write.Update) fresh.writes().get(0)).object();
        assertThat(Conditions.progress(status.status())).isEqualTo("DeploymentPaused");
    }
}
