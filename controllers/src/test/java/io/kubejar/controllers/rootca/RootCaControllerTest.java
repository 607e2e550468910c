package io.kubejar.controllers.rootca;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RootCaControllerTest {
    private static final ResourceRef MAP = ResourceRef.of(Resources.CONFIG_MAPS, "a", "kube-root-ca.crt");

    private final World world = new World();

    @BeforeEach
    void start() {
        world.create(Resources.NAMESPACES, "{'metadata':{'name':'a'},'status':{'phase':'Active'}}");
        world.start(informers -> new RootCaController(informers, "PEM"));
    }

    private ApiObject map() {
        return world.get(Resources.CONFIG_MAPS, "a", "kube-root-ca.crt");
    }

    @Test
    void publishesTheCertificates() {
        assertThat(Json.map(map().at("data"))).containsOnlyKeys("ca.crt").containsEntry("ca.crt", "PEM");
        assertThat(map().annotation("kubernetes.io/description")).startsWith("Contains a CA bundle that can be used");
    }

    @Test
    void deletedOrChangedOneIsRestored() {
        world.api.delete(MAP, DeleteOptions.NONE);
        world.settle();
        assertThat(map()).isNotNull();
        world.api.set(
                MAP,
                m -> m.edit(root -> Json.child(root, "data").put("ca.crt", "x").put("more", "y")));
        world.settle();
        assertThat(Json.map(map().at("data"))).containsOnlyKeys("ca.crt").containsEntry("ca.crt", "PEM");
    }
}
