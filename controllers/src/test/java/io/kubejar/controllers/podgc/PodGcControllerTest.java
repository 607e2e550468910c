package io.kubejar.controllers.podgc;

import static io.kubejar.controllers.Fixtures.NOW;
import static io.kubejar.controllers.Fixtures.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodGcControllerTest {
    private static final String POD = "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p','namespace':'a'%s},"
            + "'spec':{%s},'status':{'phase':'Running'}}";

    private final World world = new World();

    private ApiObject pod() {
        return world.get(Resources.PODS, "a", "p");
    }

    @Test
    void podOfMissingNodeFailsAndGoesAfterQuarantine() {
        world.create(Resources.PODS, POD.formatted(",'finalizers':['x/y']", "'nodeName':'gone'"));
        world.start(PodGcController::new);
        world.loops.advance(Duration.ofSeconds(39));
        assertThat(pod().isTerminating()).isFalse();
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(pod().isTerminating()).isTrue();
        assertThat(Pods.phase(pod())).isEqualTo("Failed");
        assertThat(Json.text(Pods.condition(pod(), "DisruptionTarget"), "message"))
                .isEqualTo("PodGC: node no longer exists");
    }

    @Test
    void podStaysWhenItsNodeComesBackInTime() {
        world.create(Resources.NODES, "{'metadata':{'name':'n'}}");
        world.create(Resources.PODS, POD.formatted("", "'nodeName':'n'"));
        world.start(PodGcController::new);
        world.api.delete(ResourceRef.of(Resources.NODES, "", "n"), DeleteOptions.NONE);
        world.loops.advance(Duration.ofSeconds(30));
        world.create(Resources.NODES, "{'metadata':{'name':'n'}}");
        world.loops.advance(Duration.ofMinutes(5));
        assertThat(pod()).isNotNull();
    }

    @Test
    void deletedPodWithoutNodeGoesAtOnce() {
        world.create(Resources.PODS, POD.formatted(",'finalizers':['x/y']", ""));
        world.start(PodGcController::new);
        world.api.delete(ResourceRef.of(Resources.PODS, "a", "p"), DeleteOptions.NONE);
        world.settle();
        assertThat(Pods.phase(pod())).isEqualTo("Failed");
    }

    @Test
    void oldestEndedPodsGoWhenThereAreVeryMany() {
        List<ApiObject> many = new ArrayList<>();
        for (int i = 0; i < PodGcController.ENDED_KEPT + 2; i++) {
            many.add(object("{'metadata':{'name':'p" + i + "','namespace':'a','uid':'u" + i
                    + "','creationTimestamp':'2026-11-21T0" + (i == 7 || i == 9 ? 1 : 2)
                    + ":00:00Z'},'status':{'phase':'Succeeded'}}"));
        }
        Plan plan = new PodGcController(Listers.fixed(Map.of(Resources.PODS, many)))
                .reconcile(new ObjectKey("", "ended pods"), NOW);
        assertThat(plan.writes().stream().map(w -> w.ref().name())).containsExactly("p7", "p9");
    }
}
