package io.kubejar.controllers.pvcprotection;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PvcProtectionControllerTest {
    private static final String CLAIM =
            "{'metadata':{'name':'c','namespace':'a','finalizers':['kubernetes.io/pvc-protection']}}";

    private final World world = new World();
    private final ResourceRef ref = ResourceRef.of(Resources.PERSISTENT_VOLUME_CLAIMS, "a", "c");

    private boolean isThere() {
        return world.get(Resources.PERSISTENT_VOLUME_CLAIMS, "a", "c") != null;
    }

    @Test
    void aClaimInUseStaysUntilItsPodIsGone() {
        world.create(Resources.PERSISTENT_VOLUME_CLAIMS, CLAIM);
        world.create(
                Resources.PODS,
                "{'metadata':{'name':'p','namespace':'a'},'spec':{'nodeName':'n',"
                        + "'volumes':[{'persistentVolumeClaim':{'claimName':'c'}}]}}");
        world.start(PvcProtectionController::new);
        world.api.delete(ref, DeleteOptions.NONE);
        world.settle();
        assertThat(isThere()).isTrue();
        world.api.delete(ResourceRef.of(Resources.PODS, "a", "p"), DeleteOptions.NONE);
        world.settle();
        assertThat(isThere()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "'volumes':[{'persistentVolumeClaim':{'claimName':'c'}}]",
                "'nodeName':'n','volumes':[{'persistentVolumeClaim':{'claimName':'d'}}]",
                "'nodeName':'n'"
            })
    void aClaimThatNoScheduledPodUsesGoes(String spec) {
        world.create(Resources.PERSISTENT_VOLUME_CLAIMS, CLAIM);
        world.create(Resources.PODS, "{'metadata':{'name':'p','namespace':'a'},'spec':{" + spec + "}}");
        world.start(PvcProtectionController::new);
        assertThat(isThere()).isTrue();
        world.api.delete(ref, DeleteOptions.NONE);
        world.settle();
        assertThat(isThere()).isFalse();
    }

    @Test
    void aClaimWithoutTheFinalizerIsGivenIt() {
        world.create(Resources.PERSISTENT_VOLUME_CLAIMS, "{'metadata':{'name':'c','namespace':'a'}}");
        world.start(PvcProtectionController::new);
        ApiObject claim = Objects.requireNonNull(world.get(Resources.PERSISTENT_VOLUME_CLAIMS, "a", "c"));
        assertThat(Json.strings(claim.metadata().path("finalizers"))).containsExactly("kubernetes.io/pvc-protection");
    }
}
