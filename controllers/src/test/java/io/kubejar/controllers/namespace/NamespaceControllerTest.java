package io.kubejar.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NamespaceControllerTest {
    private static final ServedResources SERVED = World.served(
            Set.of(Resources.NAMESPACES),
            List.of(Resources.NAMESPACES, Resources.PODS, Resources.CONFIG_MAPS),
            List.of("Namespace", "Pod", "ConfigMap"));
    private static final String GOING = "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'a',"
            + "'finalizers':['x/keep'],'deletionTimestamp':'2026-11-21T10:00:00Z'},'spec':{'finalizers':['kubernetes']},"
            + "'status':{'phase':'Active'}}";
    private static final String POD =
            "{'metadata':{'name':'p','namespace':'a'%s},'spec':{'terminationGracePeriodSeconds':0}}";

    private final World world = new World();

    private void start() {
        world.start(informers -> new NamespaceController(informers, SERVED));
    }

    private ApiObject namespace() {
        return world.get(Resources.NAMESPACES, "", "a");
    }

    private String condition(String type) {
        for (JsonNode condition : namespace().status().path("conditions")) {
            if (type.equals(Json.text(condition, "type"))) {
                return Json.text(condition, "status") + " " + Json.text(condition, "reason") + ": "
                        + Json.text(condition, "message");
            }
        }
        return "";
    }

    @Test
    void emptiesTheNamespaceAndTakesItsFinalizerAway() {
        world.create(Resources.PODS, POD.formatted(""));
        world.create(Resources.CONFIG_MAPS, "{'metadata':{'name':'c','namespace':'a'}}");
        world.create(Resources.CONFIG_MAPS, "{'metadata':{'name':'c','namespace':'b'}}");
        world.create(Resources.NAMESPACES, GOING);
        start();
        assertThat(world.api.lister(Resources.PODS).all()).isEmpty();
        assertThat(world.api.lister(Resources.CONFIG_MAPS).all()).hasSize(1);
        assertThat(namespace().spec().path("finalizers")).isEmpty();
        assertThat(namespace().status().path("phase").textValue()).isEqualTo("Terminating");
        assertThat(condition("NamespaceContentRemaining"))
                .isEqualTo("False ContentRemoved: All content successfully removed");
    }

    @Test
    void podsGoFirstAndTheRestFollowsWithoutWaiting() {
        world.create(Resources.PODS, POD.formatted(",'finalizers':['x/y']"));
        world.create(Resources.CONFIG_MAPS, "{'metadata':{'name':'c','namespace':'a'}}");
        world.create(Resources.NAMESPACES, GOING);
        start();
        assertThat(world.api.lister(Resources.CONFIG_MAPS).all()).hasSize(1);
        assertThat(condition("NamespaceContentRemaining"))
                .isEqualTo("False ContentRemoved: All content successfully removed");
        release(ResourceRef.of(Resources.PODS, "a", "p"));
        assertThat(world.api.lister(Resources.CONFIG_MAPS).all()).isEmpty();
        assertThat(namespace().spec().path("finalizers")).isEmpty();
    }

    @Test
    void tellsWhatRemainsAndWhy() {
        world.create(Resources.CONFIG_MAPS, "{'metadata':{'name':'c','namespace':'a','finalizers':['x/y']}}");
        world.create(Resources.NAMESPACES, GOING);
        start();
        assertThat(condition("NamespaceContentRemaining"))
                .isEqualTo(
                        "True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances");
        assertThat(condition("NamespaceFinalizersRemaining"))
                .isEqualTo("True SomeFinalizersRemain: Some content in the namespace has finalizers remaining:"
                        + " x/y in 1 resource instances");
        release(ResourceRef.of(Resources.CONFIG_MAPS, "a", "c"));
        assertThat(condition("NamespaceFinalizersRemaining"))
                .isEqualTo("False ContentHasNoFinalizers: All content-preserving finalizers finished");
        assertThat(namespace().spec().path("finalizers")).isEmpty();
    }

    @Test
    void refusedDeletionIsToldAndTriedAgain() {
        world.create(Resources.CONFIG_MAPS, "{'metadata':{'name':'c','namespace':'a'}}");
        world.create(Resources.NAMESPACES, GOING);
        int[] refusals = {2};
        world.api.gate((verb, ref, object) -> {
            if (verb.equals("delete") && refusals[0]-- > 0) {
                throw StatusException.of(Reason.INTERNAL_ERROR, "no");
            }
        });
        start();
        assertThat(condition("NamespaceDeletionContentFailure"))
                .isEqualTo("True ContentDeletionFailed: Failed to delete all resource types, 1 remaining: no");
        world.loops.advance(Duration.ofSeconds(1));
        assertThat(condition("NamespaceDeletionContentFailure"))
                .isEqualTo("False ContentDeleted: All content successfully deleted, may be waiting on finalization");
        assertThat(namespace().spec().path("finalizers")).isEmpty();
    }

    @Test
    @DisplayName("a namespace that nobody deletes is left alone")
    void leavesActiveNamespaceAlone() {
        world.create(Resources.NAMESPACES, "{'metadata':{'name':'b'},'spec':{'finalizers':['kubernetes']}}");
        world.create(Resources.CONFIG_MAPS, "{'metadata':{'name':'c','namespace':'b'}}");
        start();
        assertThat(world.api.lister(Resources.CONFIG_MAPS).all()).hasSize(1);
        assertThat(world.api
                        .lister(Resources.NAMESPACES)
                        .get(new ObjectKey("", "b"))
                        .spec()
                        .path("finalizers"))
                .hasSize(1);
    }

    private void release(ResourceRef ref) {
        world.api.set(ref, o -> o.edit(root -> Json.child(root, "metadata").remove("finalizers")));
        world.api.delete(ref, DeleteOptions.NONE);
        world.settle();
    }
}
