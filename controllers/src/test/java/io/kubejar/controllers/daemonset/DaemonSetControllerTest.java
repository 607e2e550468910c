package io.kubejar.controllers.daemonset;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.Fixtures;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DaemonSetControllerTest {
    private static final ApiObject SET = object("{'apiVersion':'apps/v1','kind':'DaemonSet','metadata':{'name':'log',"
            + "'namespace':'default','uid':'u1','generation':1,'annotations':{'deprecated.daemonset.template.generation':"
            + "'1'}},'spec':{'selector':{'matchLabels':{'app':'log'}},'updateStrategy':{'type':'RollingUpdate',"
            + "'rollingUpdate':{'maxSurge':0,'maxUnavailable':1}},'template':{'metadata':{'labels':{'app':'log'}},"
            + "'spec':{'containers':[{'name':'c','image':'log:1'}]}}}}");
    private static final ApiObject REVISION = DaemonSetController.revision(SET, 1);

    private static ApiObject spec(ApiObject object, Consumer<ObjectNode> edit) {
        return object.edit(root -> edit.accept(Json.child(root, "spec")));
    }

    private static ApiObject podSpec(Consumer<ObjectNode> edit) {
        return SET.edit(root -> edit.accept((ObjectNode) root.at("/spec/template/spec")));
    }

    private static ApiObject node(String name) {
        return object("{'apiVersion':'v1','kind':'Node','metadata':{'name':'" + name + "','labels':{'disk':'" + name
                + "'}},'spec':{}}");
    }

    private static ApiObject taint(ApiObject node, String key, String effect) {
        return spec(
                node,
                spec -> Json.list(spec, "taints").addObject().put("key", key).put("effect", effect));
    }

    private static ApiObject pod(String name, String node, String phase, String hash) {
        return Fixtures.pod(SET, name, phase).edit(root -> {
            Json.child(root, "spec").put("nodeName", node);
            Json.child(Json.child(root, "metadata"), "labels").put(DaemonPods.HASH, hash);
        });
    }

    private static String hash() {
        return REVISION.label(DaemonPods.HASH);
    }

    private static Plan plan(ApiObject set, ApiObject... others) {
        Map<Gvr, List<ApiObject>> objects = new HashMap<>();
        objects.put(Resources.DAEMON_SETS, List.of(set));
        objects.put(Resources.CONTROLLER_REVISIONS, List.of(DaemonSetController.revision(set, 1)));
        for (ApiObject other : others) {
            Gvr resource = other.kind().equals("Pod") ? Resources.PODS : Resources.NODES;
            objects.computeIfAbsent(resource, r -> new ArrayList<>()).add(other);
        }
        return new DaemonSetController(Listers.fixed(objects)).reconcile(set.key(), NOW);
    }

    private static List<String> creates(Plan plan) {
        return plan.writes().stream()
                .filter(Write.Create.class::isInstance)
                .map(w -> DaemonPods.node(((Write.Create) w).object()))
                .toList();
    }

    private static List<String> deletes(Plan plan) {
        return plan.writes().stream()
                .filter(Write.Delete.class::isInstance)
                .map(w -> w.ref().name())
                .toList();
    }

    @Test
    @DisplayName("B17.6 every node gets a pod that is pinned to it and tolerates what nodes suffer from")
    void onePodForEachNode() {
        Plan plan = plan(SET, node("a"), node("b"), pod("log-b", "b", "Running", hash()));
        assertThat(creates(plan)).containsExactly("a");
        ApiObject pod = ((Write.Create) plan.writes().get(0)).object();
        assertThat(pod.labels())
                .containsEntry("controller-revision-hash", hash())
                .containsEntry("pod-template-generation", "1");
        assertThat(Json.string(pod.spec().path("affinity")))
                .isEqualTo(
                        "{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":{\"nodeSelectorTerms\":"
                                + "[{\"matchFields\":[{\"key\":\"metadata.name\",\"operator\":\"In\",\"values\":[\"a\"]}]}]}}}");
        assertThat(pod.spec().path("tolerations")).hasSize(6);
        Plan.Do create = (Plan.Do) plan.steps().get(0);
        assertThat(create.then().apply(pod("log-x", "a", "Pending", hash())).events())
                .containsExactly(EventNote.normal(SET, "SuccessfulCreate", "Created pod: log-x"));
    }

    @Test
    void nodesThatDoNotFitGetNone() {
        ApiObject tainted = taint(node("a"), "dedicated", "NoSchedule");
        ApiObject driven = taint(node("b"), "dedicated", "NoExecute");
        ApiObject cordoned = taint(node("c"), "node.kubernetes.io/unschedulable", "NoSchedule");
        assertThat(creates(plan(SET, tainted, driven, cordoned))).containsExactly("c");
        ApiObject tolerant =
                podSpec(spec -> Json.list(spec, "tolerations").addObject().put("operator", "Exists"));
        assertThat(creates(plan(tolerant, tainted, driven))).containsExactly("a", "b");
        ApiObject selective = podSpec(spec -> spec.putObject("nodeSelector").put("disk", "a"));
        assertThat(creates(plan(selective, node("a"), node("b")))).containsExactly("a");
        ApiObject affine = podSpec(spec -> Json.child(
                        Json.child(Json.child(spec, "affinity"), "nodeAffinity"),
                        "requiredDuringSchedulingIgnoredDuringExecution")
                .putArray("nodeSelectorTerms")
                .addObject()
                .putArray("matchExpressions")
                .addObject()
                .put("key", "disk")
                .put("operator", "NotIn")
                .putArray("values")
                .add("a"));
        assertThat(creates(plan(affine, node("a"), node("b")))).containsExactly("b");
    }

    @Test
    void podsStayUnderNoScheduleAndGoUnderNoExecute() {
        ApiObject a = pod("log-a", "a", "Running", hash());
        assertThat(deletes(plan(SET, taint(node("a"), "x", "NoSchedule"), a))).isEmpty();
        assertThat(deletes(plan(SET, taint(node("a"), "x", "NoExecute"), a))).containsExactly("log-a");
    }

    @Test
    void doublesAndStraysGo() {
        ApiObject unbound = pod("log-z", "gone", "Pending", hash()).edit(root -> {
            root.set("spec", DaemonPods.pod(SET, "gone", hash()).spec().deepCopy());
        });
        Plan plan = plan(
                SET, node("a"), pod("log-1", "a", "Running", hash()), pod("log-2", "a", "Running", hash()), unbound);
        assertThat(deletes(plan)).containsExactly("log-2", "log-z");
    }

    @Test
    void aFailedPodIsReplacedButNotTooOften() {
        DaemonSetController controller = new DaemonSetController(Listers.fixed(Map.of(
                Resources.DAEMON_SETS,
                List.of(SET),
                Resources.CONTROLLER_REVISIONS,
                List.of(REVISION),
                Resources.NODES,
                List.of(node("a")),
                Resources.PODS,
                List.of(pod("log-a", "a", "Failed", hash())))));
        Plan first = controller.reconcile(SET.key(), NOW);
        assertThat(deletes(first)).containsExactly("log-a");
        assertThat(first.events().get(0).message())
                .isEqualTo("Found failed daemon pod default/log-a on node a, will try to kill it");
        Plan again = controller.reconcile(SET.key(), NOW.plusMillis(500));
        assertThat(deletes(again)).isEmpty();
        assertThat(again.lookAgain()).hasSeconds(1);
        assertThat(deletes(controller.reconcile(SET.key(), NOW.plusSeconds(2)))).containsExactly("log-a");
        assertThat(deletes(controller.reconcile(SET.key(), NOW.plusSeconds(3)))).isEmpty();
    }

    @Test
    void oldPodsAreReplacedAsFarAsMaxUnavailableLets() {
        ApiObject[] three = {
            node("a"), node("b"), node("c"),
            pod("log-a", "a", "Running", "old"), pod("log-b", "b", "Running", "old"),
                    pod("log-c", "c", "Running", "old")
        };
        ApiObject next = SET.edit(root -> Json.child(Json.child(root, "metadata"), "annotations")
                .put("deprecated.daemonset.template.generation", "2"));
        assertThat(deletes(plan(next, three))).containsExactly("log-a");
        ApiObject byHand = spec(next, spec -> spec.putObject("updateStrategy").put("type", "OnDelete"));
        assertThat(deletes(plan(byHand, three))).isEmpty();
        three[4] = pod("log-b", "b", "Pending", "old");
        assertThat(deletes(plan(next, three))).containsExactly("log-b");
    }

    @Test
    void withASurgeNewPodsComeFirst() {
        ApiObject next = spec(
                SET,
                spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate"))
                        .put("maxSurge", 1)
                        .put("maxUnavailable", 0));
        ApiObject oldA = pod("log-a", "a", "Running", "old");
        ApiObject oldB = pod("log-b", "b", "Running", "old");
        Plan grows = plan(next, node("a"), node("b"), oldA, oldB);
        assertThat(creates(grows)).containsExactly("a");
        assertThat(deletes(grows)).isEmpty();
        Plan waits = plan(next, node("a"), node("b"), oldA, oldB, pod("log-n", "a", "Pending", hash()));
        assertThat(creates(waits)).isEmpty();
        assertThat(deletes(waits)).isEmpty();
        Plan moves = plan(next, node("a"), node("b"), oldA, oldB, pod("log-n", "a", "Running", hash()));
        assertThat(deletes(moves)).containsExactly("log-a");
    }

    @Test
    void statusCountsNodes() {
        Plan plan = plan(
                SET,
                node("a"),
                node("b"),
                taint(node("c"), "x", "NoSchedule"),
                pod("log-a", "a", "Running", hash()),
                pod("log-b", "b", "Pending", "old"),
                pod("log-c", "c", "Running", hash()));
        Write.Update update = (Write.Update) plan.writes().get(plan.writes().size() - 1);
        assertThat(Json.string(update.object().status()))
                .isEqualTo("{\"currentNumberScheduled\":2,\"numberMisscheduled\":1,\"desiredNumberScheduled\":2,"
                        + "\"numberReady\":1,\"observedGeneration\":1,\"updatedNumberScheduled\":1,\"numberAvailable\":1,"
                        + "\"numberUnavailable\":1}");
    }

    @Test
    void aRefusedPodIsTold() {
        Plan.Do create = (Plan.Do) plan(SET, node("a")).steps().get(0);
        StatusException quota = StatusException.forbidden(Resources.PODS, "", "exceeded quota");
        Plan after = create.otherwise().apply(quota);
        assertThat(after.events())
                .containsExactly(
                        EventNote.warning(SET, "FailedCreate", "Error creating: pods is forbidden: exceeded quota"));
        assertThat(after.steps()).last().isEqualTo(new Plan.Fail(quota));
    }
}
