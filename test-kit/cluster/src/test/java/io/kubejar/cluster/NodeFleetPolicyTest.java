package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NodeFleetPolicyTest {
    @Test
    @DisplayName("the fleet's informers see pods and what pods use, and nothing else, and write nothing")
    void seesWhatNodesNeed() {
        try (KubeCluster cluster = KubeCluster.start()) {
            ApiClient fleet = cluster.client(NodeFleetPolicy.NAME);
            for (var resource : List.of(Resources.PODS, Resources.CONFIG_MAPS, Resources.SECRETS)) {
                assertThatCode(() -> fleet.list(ResourceRef.of(resource), ListOptions.ALL))
                        .doesNotThrowAnyException();
            }
            assertThatThrownBy(() -> fleet.list(ResourceRef.of(Resources.SERVICES), ListOptions.ALL))
                    .hasMessage(
                            "services is forbidden: User \"kubejar:node-fleet\" cannot list resource \"services\" in"
                                    + " API group \"\" at the cluster scope");
            assertThatThrownBy(() -> fleet.delete(ResourceRef.of(Resources.PODS, "default", "web"), DeleteOptions.NONE))
                    .hasMessageContaining("cannot delete resource \"pods\"");
            ApiObject secret = ApiObject.of(new Gvk("", "v1", "Secret"), "default", "stolen");
            assertThatThrownBy(
                            () -> fleet.create(ResourceRef.of(Resources.SECRETS, "default"), secret, WriteOptions.NONE))
                    .hasMessageContaining("cannot create resource \"secrets\"");
            assertThat(cluster.timeline().entries(e -> e.user().equals(NodeFleetPolicy.NAME)))
                    .isEmpty();
        }
    }
}
