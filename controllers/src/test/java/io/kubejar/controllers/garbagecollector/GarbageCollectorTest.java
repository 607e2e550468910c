package io.kubejar.controllers.garbagecollector;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.controllers.World;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
    private static final Gvr WIDGETS = new Gvr("example.com", "v1", "widgets");
    private static final ServedResources SERVED = World.served(
            Set.of(Resources.NODES),
            List.of(Resources.NODES, Resources.REPLICA_SETS, Resources.PODS, Resources.CONFIG_MAPS, WIDGETS),
            List.of("Node", "ReplicaSet", "Pod", "ConfigMap", "Widget"));

    private final World world = new World();

    private void start() {
        new GarbageCollector(world.api, world.informers, SERVED, world.loops).start();
        world.settle();
    }

    private ApiObject owner() {
        return world.create(
                Resources.REPLICA_SETS,
                "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'name':'web','namespace':'a'}}");
    }

    private ApiObject owned(Gvr resource, String name, String namespace, String... references) {
        return world.create(
                resource,
                "{'apiVersion':'" + resource.apiVersion() + "','kind':'Any','metadata':{'name':'" + name
                        + "','namespace':'" + namespace + "','ownerReferences':[" + String.join(",", references)
                        + "]}}");
    }

    private static String reference(String apiVersion, String kind, String name, String uid) {
        return "{'apiVersion':'" + apiVersion + "','kind':'" + kind + "','name':'" + name + "','uid':'" + uid
                + "','controller':true,'blockOwnerDeletion':true}";
    }

    private static String to(ApiObject set) {
        return reference("apps/v1", "ReplicaSet", set.name(), set.uid());
    }

    /** Deletes as the server does when a finalizer makes it wait. */
    private void deleteWith(String finalizer, Gvr resource, ApiObject object) {
        ResourceRef ref = ResourceRef.to(resource, object);
        world.api.set(
                ref,
                o -> o.edit(root ->
                        Json.list(Json.child(root, "metadata"), "finalizers").add(finalizer)));
        world.api.delete(ref, DeleteOptions.NONE);
        world.settle();
    }

    @Test
    @DisplayName("B30.4 deleting owners deletes dependents, of custom kinds too and down the chain")
    void deletesDependentsOfWhatIsGone() {
        ApiObject set = owner();
        ApiObject pod = owned(Resources.PODS, "p", "a", to(set));
        owned(WIDGETS, "w", "a", reference("v1", "Pod", "p", pod.uid()));
        start();
        assertThat(world.api.lister(Resources.PODS).all()).hasSize(1);
        world.api.delete(ResourceRef.to(Resources.REPLICA_SETS, set), DeleteOptions.NONE);
        world.settle();
        assertThat(world.api.lister(Resources.PODS).all()).isEmpty();
        assertThat(world.api.lister(WIDGETS).all()).isEmpty();
    }

    @Test
    void foregroundHoldsTheOwnerUntilItsDependentsAreGone() {
        ApiObject set = owner();
        owned(Resources.PODS, "p", "a", to(set));
        ResourceRef pod = ResourceRef.of(Resources.PODS, "a", "p");
        world.api.set(
                pod,
                p -> p.edit(root ->
                        Json.list(Json.child(root, "metadata"), "finalizers").add("x/y")));
        start();
        deleteWith("foregroundDeletion", Resources.REPLICA_SETS, set);
        assertThat(world.get(Resources.PODS, "a", "p").isTerminating()).isTrue();
        assertThat(world.get(Resources.REPLICA_SETS, "a", "web")).isNotNull();
        world.api.set(pod, p -> p.edit(root -> Json.child(root, "metadata").remove("finalizers")));
        world.api.delete(pod, DeleteOptions.NONE);
        world.settle();
        assertThat(world.get(Resources.REPLICA_SETS, "a", "web")).isNull();
    }

    @Test
    void orphanLetsDependentsGo() {
        ApiObject set = owner();
        ApiObject node = world.create(Resources.NODES, "{'metadata':{'name':'n'}}");
        owned(Resources.PODS, "p", "a", to(set), reference("v1", "Node", "n", node.uid()));
        start();
        deleteWith("orphan", Resources.REPLICA_SETS, set);
        assertThat(world.get(Resources.REPLICA_SETS, "a", "web")).isNull();
        assertThat(world.get(Resources.PODS, "a", "p").ownerReferences())
                .extracting(r -> r.name())
                .containsExactly("n");
    }

    @Test
    void ownerThatNeverWasOrHasAnotherUidCountsAsGone() {
        start();
        ApiObject set = owner();
        owned(Resources.PODS, "never", "a", reference("apps/v1", "ReplicaSet", "none", "u"));
        owned(Resources.PODS, "other", "a", reference("apps/v1", "ReplicaSet", "web", "u"));
        owned(Resources.PODS, "right", "a", to(set));
        world.settle();
        assertThat(world.api.lister(Resources.PODS).all().stream().map(ApiObject::name))
                .containsExactly("right");
    }

    @Test
    void oneGoodOwnerKeepsTheObjectAndTheOthersAreStruckOut() {
        ApiObject set = owner();
        start();
        owned(Resources.PODS, "p", "a", to(set), reference("apps/v1", "ReplicaSet", "none", "u"));
        world.settle();
        ApiObject pod = world.get(Resources.PODS, "a", "p");
        assertThat(pod.ownerReferences()).extracting(r -> r.name()).containsExactly("web");
    }

    @Test
    void ownerOfAnotherNamespaceCountsAsGoneAndIsTold() {
        ApiObject set = owner();
        start();
        owned(Resources.CONFIG_MAPS, "c", "b", to(set));
        world.settle();
        assertThat(world.get(Resources.CONFIG_MAPS, "b", "c")).isNull();
        assertThat(world.api.lister(Resources.EVENTS).all())
                .singleElement()
                .satisfies(event -> assertThat(Json.text(event.tree(), "message"))
                        .isEqualTo("ownerRef [apps/v1/ReplicaSet, namespace: b, name: web, uid: " + set.uid()
                                + "] does not exist in namespace \"b\""));
    }

    @Test
    void ownerOfTheClusterIsFoundFromAnyNamespace() {
        ApiObject node = world.create(Resources.NODES, "{'metadata':{'name':'n'}}");
        owned(Resources.PODS, "p", "a", reference("v1", "Node", "n", node.uid()));
        start();
        assertThat(world.get(Resources.PODS, "a", "p")).isNotNull();
        world.api.delete(ResourceRef.to(Resources.NODES, node), DeleteOptions.NONE);
        world.settle();
        assertThat(world.get(Resources.PODS, "a", "p")).isNull();
    }

    @Test
    void objectWithOwnerOfUnknownKindStays() {
        start();
        owned(Resources.PODS, "p", "a", reference("none.example.com/v1", "Thing", "t", "u"));
        world.settle();
        assertThat(world.get(Resources.PODS, "a", "p")).isNotNull();
        assertThat(world.loops.activity().nextRetry()).isNull();
    }

    @Test
    void resourceThatIsServedNoMoreIsNotReadAgain() {
        List<ServedResources.Served> now = new ArrayList<>(SERVED.all());
        List<Runnable> told = new ArrayList<>();
        ServedResources changing = new ServedResources() {
            @Override
            public Collection<Served> all() {
                return List.copyOf(now);
            }

            @Override
            public void onChange(Runnable listener) {
                told.add(listener);
            }
        };
        new GarbageCollector(world.api, world.informers, changing, world.loops).start();
        world.settle();
        now.removeIf(served -> served.resource().equals(WIDGETS));
        world.informers.remove(WIDGETS); // as another follower of the same copies does, before this one has heard
        world.api.delete(ResourceRef.to(Resources.REPLICA_SETS, owner()), DeleteOptions.NONE);
        world.settle();
        assertThat(world.informers.all())
                .noneMatch(informer -> informer.resource().equals(WIDGETS));
        told.forEach(Runnable::run);
        world.settle();
        assertThat(world.informers.all())
                .noneMatch(informer -> informer.resource().equals(WIDGETS));
    }
}
