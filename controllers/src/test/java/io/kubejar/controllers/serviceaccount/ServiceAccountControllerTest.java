package io.kubejar.controllers.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceAccountControllerTest {
    private final World world = new World();

    private void namespace(String name, String phase) {
        world.create(Resources.NAMESPACES, "{'metadata':{'name':'" + name + "'},'status':{'phase':'" + phase + "'}}");
    }

    @Test
    @DisplayName("B7.3 every active namespace has ServiceAccount default")
    void everyActiveNamespaceHasOne() {
        namespace("a", "Active");
        namespace("going", "Terminating");
        world.start(ServiceAccountController::new);
        assertThat(world.get(Resources.SERVICE_ACCOUNTS, "a", "default")).isNotNull();
        assertThat(world.get(Resources.SERVICE_ACCOUNTS, "going", "default")).isNull();
        namespace("b", "Active");
        world.settle();
        assertThat(world.get(Resources.SERVICE_ACCOUNTS, "b", "default")).isNotNull();
    }

    @Test
    void deletedOneComesBack() {
        namespace("a", "Active");
        world.start(ServiceAccountController::new);
        String uid = world.get(Resources.SERVICE_ACCOUNTS, "a", "default").uid();
        world.api.delete(ResourceRef.of(Resources.SERVICE_ACCOUNTS, "a", "default"), DeleteOptions.NONE);
        world.settle();
        assertThat(world.get(Resources.SERVICE_ACCOUNTS, "a", "default").uid()).isNotEqualTo(uid);
    }
}
