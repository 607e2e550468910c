package io.kubejar.controllers.endpointslice;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.service.Slice;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointSliceControllerTest {
    private static final ApiObject SERVICE = object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web',"
            + "'namespace':'default','uid':'s1','creationTimestamp':'2026-11-21T09:00:00Z'},'spec':{'clusterIP':"
            + "'10.96.0.9','ipFamilies':['IPv4'],'selector':{'app':'web'},'ports':[{'name':'http','port':80,"
            + "'protocol':'TCP','targetPort':8080}]}}");
    private static final ApiObject NODE = object("{'apiVersion':'v1','kind':'Node','metadata':{'name':'n','labels':"
            + "{'topology.kubernetes.io/zone':'z1'}}}");

    private static ApiObject pod(int number, boolean ready) {
        String ip = "10.0." + number / 200 + "." + number % 200;
        return object("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p" + number
                + "','namespace':'default','uid':"
                + "'u" + number + "','labels':{'app':'web'}},'spec':{'nodeName':'n'},'status':{'phase':'Running',"
                + "'podIPs':[{'ip':'" + ip + "'}],'conditions':[{'type':'Ready','status':'" + (ready ? "True" : "False")
                + "'}]}}");
    }

    private static ApiObject[] pods(int count) {
        return IntStream.range(0, count).mapToObj(i -> pod(i, true)).toArray(ApiObject[]::new);
    }

    private static Plan plan(ApiObject service, List<ApiObject> slices, ApiObject... pods) {
        return new EndpointSliceController(Listers.fixed(Map.of(
                        Resources.SERVICES,
                        List.of(service),
                        Resources.PODS,
                        List.of(pods),
                        Resources.NODES,
                        List.of(NODE),
                        Resources.ENDPOINT_SLICES,
                        slices)))
                .reconcile(service.key(), NOW);
    }

    /** The slices that a plan leaves, named as they come. */
    private static List<ApiObject> after(Plan plan) {
        List<ApiObject> out = new ArrayList<>();
        for (Write write : plan.writes()) {
            if (write instanceof Write.Create create) {
                out.add(create.object()
                        .edit(root -> Json.child(root, "metadata").put("name", "web-" + out.size())));
            } else if (write instanceof Write.Update update) {
                out.add(update.object());
            }
        }
        return out;
    }

    private static List<JsonNode> endpoints(ApiObject slice) {
        return Slice.of(slice).endpoints();
    }

    @Test
    @DisplayName("B18.2 a slice tells conditions, node and zone of each pod, and belongs to its Service")
    void makesASlice() {
        ApiObject made = after(plan(SERVICE, List.of(), pod(1, true))).get(0);
        assertThat(Json.string(made.tree().path("endpoints")))
                .isEqualTo("[{\"addresses\":[\"10.0.0.1\"],\"conditions\":{\"ready\":true,\"serving\":true,"
                        + "\"terminating\":false},\"targetRef\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"p1\","
                        + "\"uid\":\"u1\"},\"nodeName\":\"n\",\"zone\":\"z1\"}]");
        assertThat(Json.string(made.tree().path("ports")))
                .isEqualTo("[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":8080}]");
        assertThat(made.labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "kubernetes.io/service-name",
                        "web",
                        "endpointslice.kubernetes.io/managed-by",
                        "endpointslice-controller.k8s.io"));
        assertThat(Json.text(made.metadata(), "generateName")).isEqualTo("web-");
        assertThat(made.isControlledBy("s1")).isTrue();
        assertThat(plan(SERVICE, List.of(made), pod(1, true))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void withoutPodsThereIsOneEmptySlice() {
        ApiObject empty = after(plan(SERVICE, List.of())).get(0);
        assertThat(empty.tree().get("endpoints").isNull()).isTrue();
        assertThat(plan(SERVICE, List.of(empty))).isEqualTo(Plan.NOTHING);
        Plan filled = plan(SERVICE, List.of(empty), pod(1, true));
        assertThat(filled.writes()).singleElement().isInstanceOf(Write.Update.class);
        assertThat(after(filled).get(0).name()).isEqualTo(empty.name());
    }

    @Test
    void slicesHoldOneHundredAndChangeAsFewAsPossible() {
        List<ApiObject> slices = after(plan(SERVICE, List.of(), pods(250)));
        assertThat(slices).extracting(s -> endpoints(s).size()).containsExactly(100, 100, 50);
        ApiObject[] more = pods(251);
        Plan grows = plan(SERVICE, slices, more);
        assertThat(grows.writes()).singleElement().isInstanceOf(Write.Update.class);
        assertThat(endpoints(after(grows).get(0))).hasSize(51);
        more[250] = pod(999, true);
        more[0] = pod(0, false);
        Plan changes = plan(SERVICE, slices, more);
        assertThat(changes.writes()).hasSize(2);
    }

    @Test
    void aPodThatStopsServesUntilItIsNotReady() {
        ApiObject going = pod(1, true)
                .edit(root -> Json.child(root, "metadata").put("deletionTimestamp", "2026-11-21T10:00:00Z"));
        JsonNode conditions =
                endpoints(after(plan(SERVICE, List.of(), going)).get(0)).get(0).path("conditions");
        assertThat(Json.string(conditions)).isEqualTo("{\"ready\":false,\"serving\":true,\"terminating\":true}");
    }

    @Test
    void podsWithOtherPortNumbersStandInOtherSlices() {
        ApiObject named = SERVICE.edit(root -> ((ObjectNode) root.at("/spec/ports/0")).put("targetPort", "web"));
        Consumer<ObjectNode> port = root -> Json.list(Json.child(root, "spec"), "containers")
                .addObject()
                .putArray("ports")
                .addObject()
                .put("name", "web")
                .put("containerPort", 9000);
        Plan plan = plan(named, List.of(), pod(1, true).edit(port), pod(2, true));
        assertThat(after(plan))
                .extracting(s -> s.tree().at("/ports/0/port").asInt())
                .containsExactly(9000, 0);
    }

    @Test
    void aServiceOfTwoFamiliesHasSlicesForEach() {
        ApiObject dual = SERVICE.edit(root ->
                Json.child(root, "spec").putArray("ipFamilies").add("IPv4").add("IPv6"));
        List<ApiObject> slices = after(plan(dual, List.of(), pod(1, true)));
        assertThat(slices).extracting(s -> Json.text(s.tree(), "addressType")).containsExactly("IPv4", "IPv6");
        assertThat(plan(SERVICE, slices, pod(1, true)).writes()).singleElement().isInstanceOf(Write.Delete.class);
    }

    @Test
    void aPodOnAnUnknownNodeIsToldAndTriedAgain() {
        ApiObject lost = pod(1, true).edit(root -> Json.child(root, "spec").put("nodeName", "gone"));
        Plan plan = plan(SERVICE, List.of(), lost);
        assertThat(plan.events().get(0).message())
                .isEqualTo("Error updating Endpoint Slices for Service default/web: skipping Pod p1 for Service"
                        + " default/web: Node gone Not Found");
        assertThat(plan.steps()).last().isInstanceOf(Plan.Fail.class);
    }

    @Test
    void trafficDistributionGivesHints() {
        ApiObject near = SERVICE.edit(root -> Json.child(root, "spec").put("trafficDistribution", "PreferSameNode"));
        List<ApiObject> slices = after(plan(near, List.of(), pod(1, true)));
        assertThat(Json.string(endpoints(slices.get(0)).get(0).path("hints")))
                .isEqualTo("{\"forZones\":[{\"name\":\"z1\"}],\"forNodes\":[{\"name\":\"n\"}]}");
        ApiObject plain = after(plan(SERVICE, slices, pod(1, true))).get(0);
        assertThat(endpoints(plain).get(0).has("hints")).isFalse();
    }
}
