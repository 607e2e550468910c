package io.kubejar.controllers.statefulset;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Fixtures;
import io.kubejar.controllers.history.ControllerRevisions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatefulSetControllerTest {
    private static final ApiObject SET = object("{'apiVersion':'apps/v1','kind':'StatefulSet','metadata':{'name':'db',"
            + "'namespace':'default','uid':'s1','generation':1},'spec':{'replicas':2,'serviceName':'peers',"
            + "'selector':{'matchLabels':{'app':'db'}},'updateStrategy':{'type':'RollingUpdate','rollingUpdate':"
            + "{'partition':0}},'template':{'metadata':{'labels':{'app':'db'}},'spec':{'containers':[{'name':'c',"
            + "'image':'db:1'}]}},'volumeClaimTemplates':[{'metadata':{'name':'data'},'spec':{'resources':"
            + "{'requests':{'storage':'1Gi'}}}}]}}");
    private static final ApiObject REVISION = revision(SET, 1);

    private static ApiObject revision(ApiObject set, int number) {
        return StatefulSetController.revision(set, number);
    }

    private static ApiObject spec(ApiObject set, java.util.function.Consumer<ObjectNode> edit) {
        return set.edit(root -> edit.accept(Json.child(root, "spec")));
    }

    private static ApiObject pod(int ordinal, String phase, ApiObject revision) {
        return Fixtures.pod(SET, "db-" + ordinal, phase).edit(root -> {
            Json.child(Json.child(root, "metadata"), "labels")
                    .put("controller-revision-hash", revision.name())
                    .put("statefulset.kubernetes.io/pod-name", "db-" + ordinal);
            Json.list(Json.child(root, "spec"), "volumes")
                    .addObject()
                    .put("name", "data")
                    .putObject("persistentVolumeClaim")
                    .put("claimName", "data-db-" + ordinal);
        });
    }

    private static ApiObject claim(int ordinal) {
        return object("{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'data-db-" + ordinal
                + "','namespace':'default','uid':'c" + ordinal + "'}}");
    }

    private static Plan plan(ApiObject set, ApiObject... others) {
        Map<Gvr, List<ApiObject>> objects = new HashMap<>();
        objects.put(Resources.STATEFUL_SETS, List.of(set));
        for (ApiObject other : others) {
            Gvr resource = Map.of(
                            "Pod", Resources.PODS,
                            "ControllerRevision", Resources.CONTROLLER_REVISIONS,
                            "PersistentVolumeClaim", Resources.PERSISTENT_VOLUME_CLAIMS)
                    .get(other.kind());
            objects.computeIfAbsent(resource, r -> new ArrayList<>()).add(other);
        }
        return new StatefulSetController(Listers.fixed(objects)).reconcile(set.key(), NOW);
    }

    private static List<String> writes(Plan plan) {
        return plan.writes().stream()
                .map(w -> w.getClass().getSimpleName() + " "
                        + (w instanceof Write.Create c
                                ? c.object().name()
                                : w.ref().name())
                        + (w.ref().subresource().isEmpty() ? "" : "/" + w.ref().subresource()))
                .toList();
    }

    @Test
    void theRevisionComesFirst() {
        Plan plan = plan(SET);
        assertThat(writes(plan)).containsExactly("Create " + REVISION.name());
        ApiObject made = ((Write.Create) plan.writes().get(0)).object();
        assertThat(Json.string(made.at("data", "spec", "template")))
                .isEqualTo("{\"metadata\":{\"labels\":{\"app\":\"db\"}},\"spec\":{\"containers\":[{\"name\":\"c\","
                        + "\"image\":\"db:1\"}]},\"$patch\":\"replace\"}");
        assertThat(made.labels()).containsEntry("app", "db").containsKey("controller.kubernetes.io/hash");
    }

    @Test
    @DisplayName(
            "B17.1 pods have an ordinal in name and labels, a host name below the service, and a claim of their own")
    void createsTheFirstPodWithItsClaim() {
        Plan plan = plan(SET, REVISION);
        assertThat(writes(plan)).containsExactly("Create data-db-0", "Create db-0", "Update db/status");
        ApiObject claim = ((Write.Create) plan.writes().get(0)).object();
        assertThat(claim.labels()).containsExactly(Map.entry("app", "db"));
        ApiObject pod = ((Write.Create) plan.writes().get(1)).object();
        assertThat(pod.labels())
                .containsEntry("statefulset.kubernetes.io/pod-name", "db-0")
                .containsEntry("apps.kubernetes.io/pod-index", "0")
                .containsEntry("controller-revision-hash", REVISION.name());
        assertThat(Json.string(pod.spec().path("volumes")))
                .isEqualTo("[{\"name\":\"data\",\"persistentVolumeClaim\":{\"claimName\":\"data-db-0\"}}]");
        assertThat(Json.text(pod.spec(), "hostname")).isEqualTo("db-0");
        assertThat(Json.text(pod.spec(), "subdomain")).isEqualTo("peers");
        Plan.Do create = (Plan.Do) plan.steps().get(1);
        assertThat(create.then().apply(pod).events())
                .containsExactly(
                        EventNote.normal(SET, "SuccessfulCreate", "Create Pod db-0 in StatefulSet db successful"));
    }

    @Test
    void aRefusedPodIsToldAndTriedAgain() {
        Plan.Do create = (Plan.Do) plan(SET, REVISION, claim(0)).steps().get(0);
        StatusException quota = StatusException.forbidden(Resources.PODS, "db-0", "exceeded quota");
        Plan after = create.otherwise().apply(quota);
        assertThat(after.events())
                .containsExactly(EventNote.warning(
                        SET,
                        "FailedCreate",
                        "Create Pod db-0 in StatefulSet db failed error: pods \"db-0\" is forbidden: exceeded quota"));
        assertThat(after.steps()).last().isEqualTo(new Plan.Fail(quota));
    }

    @Test
    @DisplayName("B17.2 the next pod waits until the one before it is ready; in a Parallel set none waits")
    void waitsInOrder() {
        ApiObject first = pod(0, "Pending", REVISION);
        assertThat(writes(plan(SET, REVISION, first, claim(0)))).containsExactly("Update db/status");
        assertThat(writes(plan(SET, REVISION, pod(0, "Running", REVISION), claim(0))))
                .contains("Create db-1");
        ApiObject parallel = spec(SET, spec -> spec.put("podManagementPolicy", "Parallel"));
        assertThat(writes(plan(parallel, REVISION, first, claim(0)))).contains("Create db-1");
    }

    @Test
    void ordinalsBeginWhereTheyAreSaid() {
        ApiObject from5 = spec(SET, spec -> spec.putObject("ordinals").put("start", 5));
        assertThat(writes(plan(from5, REVISION))).contains("Create db-5");
        assertThat(writes(plan(from5, REVISION, pod(0, "Running", REVISION)))).doesNotContain("Delete db-0");
    }

    @Test
    void scalesDownFromTheLastOrdinal() {
        ApiObject one = spec(SET, spec -> spec.put("replicas", 1));
        ApiObject[] three = {
            REVISION, pod(0, "Running", REVISION), pod(1, "Running", REVISION), pod(2, "Running", REVISION)
        };
        assertThat(writes(plan(one, three))).contains("Delete db-2").doesNotContain("Delete db-1");
    }

    @Test
    void rollsFromTheLastPodDownToThePartition() {
        ApiObject next = spec(SET, spec -> ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", "db:2"));
        ApiObject second = revision(next, 2);
        ApiObject moved = next.edit(root -> Json.child(root, "status").put("currentRevision", REVISION.name()));
        ApiObject[] old = {REVISION, second, pod(0, "Running", REVISION), pod(1, "Running", REVISION)};
        assertThat(writes(plan(moved, old))).contains("Delete db-1").doesNotContain("Delete db-0");
        ApiObject held =
                spec(moved, spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate")).put("partition", 2));
        assertThat(writes(plan(held, old))).doesNotContain("Delete db-1");
        ApiObject byHand = spec(moved, spec -> spec.putObject("updateStrategy").put("type", "OnDelete"));
        assertThat(writes(plan(byHand, old))).doesNotContain("Delete db-1");
    }

    @Test
    void aPodBelowThePartitionComesBackWithTheOldTemplate() {
        ApiObject next = spec(SET, spec -> {
            ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", "db:2");
            ((ObjectNode) spec.at("/updateStrategy/rollingUpdate")).put("partition", 1);
        });
        ApiObject moved = next.edit(root -> Json.child(root, "status").put("currentRevision", REVISION.name()));
        Plan plan = plan(moved, REVISION, revision(next, 2), claim(0));
        ApiObject pod = ((Write.Create) plan.writes().get(0)).object();
        assertThat(pod.spec().at("/containers/0/image").textValue()).isEqualTo("db:1");
        assertThat(Identity.revision(pod)).isEqualTo(REVISION.name());
    }

    @Test
    void backToAnOldTemplateRenumbersItsRevision() {
        ApiObject other = spec(SET, spec -> ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", "db:2"));
        Plan plan = plan(SET, REVISION, revision(other, 2));
        Write.Update update = (Write.Update) plan.writes().get(0);
        assertThat(update.ref().name()).isEqualTo(REVISION.name());
        assertThat(ControllerRevisions.number(update.object())).isEqualTo(3);
    }

    @Test
    void statusCountsByRevision() {
        Plan plan = plan(SET, REVISION, pod(0, "Running", REVISION), pod(1, "Pending", REVISION), claim(0), claim(1));
        Write.Update update = (Write.Update) plan.writes().get(0);
        assertThat(Json.string(update.object().status()))
                .isEqualTo("{\"observedGeneration\":1,\"replicas\":2,\"readyReplicas\":1,\"currentReplicas\":2,"
                        + "\"updatedReplicas\":2,\"currentRevision\":\"" + REVISION.name() + "\",\"updateRevision\":\""
                        + REVISION.name() + "\",\"collisionCount\":0,\"availableReplicas\":1}");
    }

    @Test
    void theRetentionPolicyDecidesWhoOwnsAClaim() {
        ApiObject withSet = spec(
                SET,
                spec -> spec.putObject("persistentVolumeClaimRetentionPolicy")
                        .put("whenDeleted", "Delete")
                        .put("whenScaled", "Delete"));
        ApiObject running = pod(0, "Running", REVISION);
        ApiObject bySet = ClaimOwners.of(claim(0), withSet, running).corrected();
        assertThat(bySet.ownerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.kind()).isEqualTo("StatefulSet");
            assertThat(owner.controller()).isTrue();
        });
        assertThat(ClaimOwners.of(bySet, withSet, running).areRight()).isTrue();
        assertThat(ClaimOwners.of(bySet, SET, running).areRight()).isFalse();
        ApiObject none = spec(withSet, spec -> spec.put("replicas", 0));
        ApiObject byPod = ClaimOwners.of(bySet, none, running).corrected();
        assertThat(byPod.ownerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.kind()).isEqualTo("Pod"));
        assertThat(writes(plan(none, REVISION, running, bySet))).startsWith("Update data-db-0", "Delete db-0");
    }
}
