package io.kubejar.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.controllers.pod.Pods;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.informer.Listers;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.ControllerLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Controllers in their loops over an API in memory, in one thread, with time that stands until it is moved. */
public final class Simulation {
    private final SimulatedLoops loops = new SimulatedLoops(Fixtures.NOW);
    private final MemoryApi api = new MemoryApi(loops.clock(), 1);
    private final Informers informers = new Informers("test", api, loops);

    /** Starts controllers. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public Simulation(Function<Listers, Controller>... controllers) {
        for (Function<Listers, Controller> controller : controllers) {
            new ControllerLoop(controller.apply(informers), api, informers, loops).start();
        }
    }

    /** The store. */
    public MemoryApi api() {
        return api;
    }

    /** Creates an object and lets everything settle. */
    public ApiObject create(Gvr resource, ApiObject object) {
        ApiObject made = api.create(ResourceRef.of(resource, object.namespace()), object, WriteOptions.NONE);
        settle();
        return made;
    }

    /** Changes an object and lets everything settle. */
    public void change(Gvr resource, String name, java.util.function.Consumer<ObjectNode> edit) {
        ResourceRef ref = ResourceRef.of(resource, "default", name);
        api.update(ref, api.get(ref).edit(edit), WriteOptions.NONE);
        settle();
    }

    /** Deletes an object and lets everything settle. */
    public void delete(Gvr resource, String name) {
        api.delete(ResourceRef.of(resource, "default", name), DeleteOptions.NONE);
        settle();
    }

    /** Runs until nothing is left to do now or within the back-off of first retries. */
    public void settle() {
        loops.advance(Duration.ofMillis(100));
    }

    /** Moves time. */
    public void advance(Duration duration) {
        loops.advance(duration);
    }

    /** An object by its name. */
    public ApiObject get(Gvr resource, String name) {
        return api.get(ResourceRef.of(resource, "default", name));
    }

    /** The names of all objects. */
    public List<String> names(Gvr resource) {
        return api.lister(resource).all().stream().map(ApiObject::name).toList();
    }

    /** The messages of the events with a reason, in order. */
    public List<String> messages(String reason) {
        return api.lister(Resources.EVENTS).all().stream()
                .filter(e -> reason.equals(Json.text(e.tree(), "reason")))
                .sorted(java.util.Comparator.comparing(ApiObject::revision))
                .map(e -> Json.textOr(e.tree(), "", "message"))
                .toList();
    }

    /** Lets every pod run and be ready; gives how many that were not. */
    public int runPods() {
        List<ApiObject> waiting = api.lister(Resources.PODS).all().stream()
                .filter(pod -> !Pods.isReady(pod) && !pod.isTerminating())
                .toList();
        waiting.forEach(this::run);
        settle();
        return waiting.size();
    }

    /** Lets a pod run and be ready. */
    public void run(ApiObject pod) {
        String now = Times.format(loops.clock().now());
        api.set(
                ResourceRef.to(Resources.PODS, pod),
                known -> known.edit(root -> {
                    ObjectNode status = Json.child(root, "status").put("phase", "Running");
                    status.putArray("conditions")
                            .addObject()
                            .put("type", "Ready")
                            .put("status", "True")
                            .put("lastTransitionTime", now);
                }));
    }
}
