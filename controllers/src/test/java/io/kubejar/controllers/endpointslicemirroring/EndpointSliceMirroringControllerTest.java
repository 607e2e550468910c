package io.kubejar.controllers.endpointslicemirroring;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointSliceMirroringControllerTest {
    private static final ApiObject SERVICE = object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'db',"
            + "'namespace':'default'},'spec':{'ports':[{'port':80}]}}");
    private static final ApiObject ENDPOINTS = object(
            "{'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'db',"
                    + "'namespace':'default','uid':'e1','labels':{'team':'a'},'annotations':{'note':'x',"
                    + "'kubectl.kubernetes.io/last-applied-configuration':'{}'}},'subsets':[{'addresses':[{'ip':'192.0.2.9'},"
                    + "{'ip':'2001:db8::1'}],'notReadyAddresses':[{'ip':'192.0.2.8'}],'ports':[{'port':80,'protocol':'TCP'}]}]}");

    private static Plan plan(ApiObject service, ApiObject endpoints, ApiObject... slices) {
        return new EndpointSliceMirroringController(Listers.fixed(Map.of(
                        Resources.SERVICES,
                        List.of(service),
                        Resources.ENDPOINTS,
                        List.of(endpoints),
                        Resources.ENDPOINT_SLICES,
                        List.of(slices))))
                .reconcile(endpoints.key(), NOW);
    }

    private static ApiObject[] created(Plan plan) {
        int[] number = {0};
        return plan.writes().stream()
                .map(w -> ((Write.Create) w).object())
                .map(o -> o.edit(root -> Json.child(root, "metadata").put("name", "db-" + number[0]++)))
                .toArray(ApiObject[]::new);
    }

    @Test
    @DisplayName("B18.5 hand-written Endpoints are mirrored into a slice for each family")
    void mirrors() {
        ApiObject[] slices = created(plan(SERVICE, ENDPOINTS));
        assertThat(slices).hasSize(2);
        assertThat(Json.string(slices[0].tree().path("endpoints")))
                .isEqualTo("[{\"addresses\":[\"192.0.2.9\"],\"conditions\":{\"ready\":true}},"
                        + "{\"addresses\":[\"192.0.2.8\"],\"conditions\":{\"ready\":false}}]");
        assertThat(Json.string(slices[0].tree().path("ports")))
                .isEqualTo("[{\"name\":\"\",\"protocol\":\"TCP\",\"port\":80}]");
        assertThat(Json.text(slices[1].tree(), "addressType")).isEqualTo("IPv6");
        assertThat(slices[0].labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "team",
                        "a",
                        "kubernetes.io/service-name",
                        "db",
                        "endpointslice.kubernetes.io/managed-by",
                        "endpointslicemirroring-controller.k8s.io"));
        assertThat(slices[0].annotations()).containsExactly(Map.entry("note", "x"));
        assertThat(slices[0].isControlledBy("e1")).isTrue();
        assertThat(plan(SERVICE, ENDPOINTS, slices)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void followsChanges() {
        ApiObject[] slices = created(plan(SERVICE, ENDPOINTS));
        ApiObject fewer = ENDPOINTS.edit(root -> ((ObjectNode) root.at("/subsets/0")).remove("notReadyAddresses"));
        Plan plan = plan(SERVICE, fewer, slices);
        assertThat(plan.writes())
                .singleElement()
                .satisfies(w -> assertThat(((Write.Update) w).object().tree().path("endpoints"))
                        .hasSize(1));
    }

    @Test
    void mirrorsNothingThatIsKeptElsewhereOrUnwanted() {
        ApiObject[] slices = created(plan(SERVICE, ENDPOINTS));
        ApiObject selecting = SERVICE.edit(
                root -> Json.child(Json.child(root, "spec"), "selector").put("app", "db"));
        assertThat(plan(selecting, ENDPOINTS, slices).writes()).hasSize(2).allMatch(Write.Delete.class::isInstance);
        ApiObject skipped = ENDPOINTS.edit(root -> Json.child(Json.child(root, "metadata"), "labels")
                .put("endpointslice.kubernetes.io/skip-mirror", "true"));
        assertThat(plan(SERVICE, skipped)).isEqualTo(Plan.NOTHING);
    }

    @Test
    void tellsOfWhatIsNoAddress() {
        ApiObject strange = ENDPOINTS.edit(root -> ((ObjectNode) root.at("/subsets/0/addresses/0")).put("ip", "here"));
        assertThat(plan(SERVICE, strange).events().get(0).message())
                .isEqualTo("Skipped 1 invalid IP addresses when mirroring to EndpointSlices");
    }
}
