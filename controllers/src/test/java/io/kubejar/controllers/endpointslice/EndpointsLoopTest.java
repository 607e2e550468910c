package io.kubejar.controllers.endpointslice;

import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.Simulation;
import io.kubejar.controllers.endpoints.EndpointsController;
import io.kubejar.controllers.endpointslicemirroring.EndpointSliceMirroringController;
import io.kubejar.controllers.service.Slice;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.Test;

class EndpointsLoopTest {
    private final Simulation cluster = new Simulation(
            EndpointsController::new, EndpointSliceController::new, EndpointSliceMirroringController::new);

    private ApiObject slice() {
        return cluster.api().lister(Resources.ENDPOINT_SLICES).all().iterator().next();
    }

    private long revision() {
        return cluster.api()
                .list(ResourceRef.of(Resources.PODS), ListOptions.ALL)
                .revision();
    }

    @Test
    void endpointsFollowThePodsAndComeToRest() {
        cluster.create(Resources.NODES, object("{'apiVersion':'v1','kind':'Node','metadata':{'name':'n'},'spec':{}}"));
        cluster.create(
                Resources.SERVICES,
                object("{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'default'},'spec':"
                        + "{'clusterIP':'10.96.0.9','ipFamilies':['IPv4'],'selector':{'app':'web'},'ports':"
                        + "[{'port':80,'targetPort':8080}]}}"));
        assertThat(cluster.names(Resources.ENDPOINTS)).containsExactly("web");
        assertThat(slice().tree().path("endpoints").isEmpty()).isTrue();
        ApiObject pod = cluster.create(
                Resources.PODS,
                object("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'default','labels':"
                        + "{'app':'web'}},'spec':{'nodeName':'n'},'status':{'phase':'Running','podIPs':"
                        + "[{'ip':'10.0.0.1'}]}}"));
        assertThat(Json.isTrue(Slice.of(slice()).endpoints().get(0), "conditions", "ready"))
                .isFalse();
        cluster.run(pod);
        cluster.settle();
        assertThat(Json.isTrue(Slice.of(slice()).endpoints().get(0), "conditions", "ready"))
                .isTrue();
        ApiObject endpoints = cluster.get(Resources.ENDPOINTS, "web");
        assertThat(endpoints.tree().at("/subsets/0/addresses/0/ip").textValue()).isEqualTo("10.0.0.1");
        long before = revision();
        cluster.settle();
        assertThat(revision()).isEqualTo(before);
        cluster.delete(Resources.PODS, "p");
        assertThat(slice().tree().path("endpoints").isEmpty()).isTrue();
        cluster.delete(Resources.SERVICES, "web");
        assertThat(cluster.names(Resources.ENDPOINTS)).isEmpty();
    }
}
