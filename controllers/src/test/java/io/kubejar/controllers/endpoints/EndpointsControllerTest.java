package io.kubejar.controllers.endpoints;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import io.kubejar.core.reconcile.Write;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointsControllerTest {
    private static final ApiObject SERVICE = object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web',"
            + "'namespace':'default','uid':'s1','creationTimestamp':'2026-11-21T09:00:00Z','labels':{'team':'a'}},"
            + "'spec':{'clusterIP':'10.96.0.9','ipFamilies':['IPv4'],'selector':{'app':'web'},'ports':"
            + "[{'name':'http','port':80,'protocol':'TCP','targetPort':'web'}]}}");

    private static ApiObject pod(String name, String ip, boolean ready) {
        return object("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'" + name + "','namespace':'default','uid':'u"
                + name + "','labels':{'app':'web'}},'spec':{'nodeName':'n','containers':[{'ports':[{'name':'web',"
                + "'containerPort':8080,'protocol':'TCP'}]}]},'status':{'phase':'Running','podIP':'" + ip
                + "','podIPs':[{'ip':'" + ip + "'}],'conditions':[{'type':'Ready','status':'"
                + (ready ? "True" : "False")
                + "','lastTransitionTime':'2026-11-21T09:30:00Z'}]}}");
    }

    private static Plan plan(ApiObject service, List<ApiObject> endpoints, ApiObject... pods) {
        return new EndpointsController(Listers.fixed(Map.of(
                        Resources.SERVICES,
                        List.of(service),
                        Resources.PODS,
                        List.of(pods),
                        Resources.ENDPOINTS,
                        endpoints)))
                .reconcile(service.key(), NOW);
    }

    private static ApiObject created(Plan plan) {
        return ((Write.Create) plan.writes().get(0)).object();
    }

    private static ApiObject spec(ApiObject service, Consumer<ObjectNode> edit) {
        return service.edit(root -> edit.accept(Json.child(root, "spec")));
    }

    @Test
    @DisplayName(
            "B18.1 ready pods stand under addresses, others under notReadyAddresses, named ports have the pod's number")
    void sortsPodsByReadiness() {
        ApiObject made = created(plan(SERVICE, List.of(), pod("b", "10.0.0.2", false), pod("a", "10.0.0.1", true)));
        assertThat(Json.string(made.tree().path("subsets")))
                .isEqualTo("[{\"addresses\":[{\"ip\":\"10.0.0.1\",\"nodeName\":\"n\",\"targetRef\":{\"kind\":\"Pod\","
                        + "\"namespace\":\"default\",\"name\":\"a\",\"uid\":\"ua\"}}],\"notReadyAddresses\":[{\"ip\":"
                        + "\"10.0.0.2\",\"nodeName\":\"n\",\"targetRef\":{\"kind\":\"Pod\",\"namespace\":\"default\","
                        + "\"name\":\"b\",\"uid\":\"ub\"}}],\"ports\":[{\"name\":\"http\",\"port\":8080,\"protocol\":"
                        + "\"TCP\"}]}]");
        assertThat(made.labels())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("team", "a", "endpoints.kubernetes.io/managed-by", "endpoint-controller"));
        assertThat(made.annotations())
                .containsExactly(Map.entry("endpoints.kubernetes.io/last-change-trigger-time", "2026-11-21T09:00:00Z"));
        assertThat(plan(SERVICE, List.of(made), pod("b", "10.0.0.2", false), pod("a", "10.0.0.1", true)))
                .isEqualTo(Plan.NOTHING);
    }

    @Test
    void aServiceWithoutPodsHasEmptyEndpoints() {
        ApiObject made = created(plan(SERVICE, List.of()));
        assertThat(made.tree().has("subsets")).isFalse();
        assertThat(plan(SERVICE, List.of(made))).isEqualTo(Plan.NOTHING);
    }

    @Test
    void someServicesAreLeftAlone() {
        assertThat(plan(spec(SERVICE, spec -> spec.remove("selector")), List.of()))
                .isEqualTo(Plan.NOTHING);
        assertThat(plan(spec(SERVICE, spec -> spec.put("type", "ExternalName")), List.of()))
                .isEqualTo(Plan.NOTHING);
    }

    @Test
    void unreadyPodsArePublishedWhenAskedFor() {
        ApiObject eager = spec(SERVICE, spec -> spec.put("publishNotReadyAddresses", true));
        ApiObject made = created(plan(eager, List.of(), pod("a", "10.0.0.1", false)));
        assertThat(made.tree().at("/subsets/0/addresses/0/ip").textValue()).isEqualTo("10.0.0.1");
    }

    @Test
    void podsThatGoHaveEndedOrLackThePortDoNotCount() {
        ApiObject going = pod("a", "10.0.0.1", true)
                .edit(root -> Json.child(root, "metadata").put("deletionTimestamp", "2026-11-21T10:00:00Z"));
        ApiObject ended = pod("b", "10.0.0.2", true)
                .edit(root -> Json.child(root, "status").put("phase", "Succeeded"));
        ApiObject other =
                pod("c", "10.0.0.3", true).edit(root -> ((ObjectNode) root.at("/spec/containers/0")).remove("ports"));
        assertThat(created(plan(SERVICE, List.of(), going, ended, other)).tree().has("subsets"))
                .isFalse();
    }

    @Test
    void aHeadlessServiceTellsHostNames() {
        ApiObject headless = spec(SERVICE, spec -> spec.put("clusterIP", "None"));
        ApiObject pod = pod("a", "10.0.0.1", true)
                .edit(root -> Json.child(root, "spec").put("hostname", "db-0").put("subdomain", "web"));
        ApiObject made = created(plan(headless, List.of(), pod));
        assertThat(made.tree().at("/subsets/0/addresses/0/hostname").textValue())
                .isEqualTo("db-0");
        assertThat(made.labels()).containsEntry("service.kubernetes.io/headless", "");
        ApiObject noPorts = created(plan(spec(headless, spec -> spec.remove("ports")), List.of(), pod));
        assertThat(noPorts.tree().at("/subsets/0/addresses")).hasSize(1);
        assertThat(noPorts.tree().at("/subsets/0").has("ports")).isFalse();
    }

    @Test
    void endpointsGoWithTheirService() {
        ApiObject orphan =
                object("{'apiVersion':'v1','kind':'Endpoints','metadata':{'name':'web','namespace':'default'}}");
        Plan plan = new EndpointsController(Listers.fixed(Map.of(Resources.ENDPOINTS, List.of(orphan))))
                .reconcile(orphan.key(), NOW);
        assertThat(plan.writes()).singleElement().isInstanceOf(Write.Delete.class);
    }

    @Test
    void tooManyAddressesAreCutReadyOnesLast() {
        ArrayNode subsets = Json.array();
        ObjectNode subset = subsets.addObject();
        for (int i = 0; i < 900; i++) {
            Json.list(subset, "addresses").addObject().put("ip", "10.0." + i / 250 + "." + i % 250);
            Json.list(subset, "notReadyAddresses").addObject().put("ip", "10.1." + i / 250 + "." + i % 250);
        }
        ArrayNode cut = Capacity.truncate(subsets);
        assertThat(cut.at("/0/addresses")).hasSize(900);
        assertThat(cut.at("/0/notReadyAddresses")).hasSize(100);
    }
}
