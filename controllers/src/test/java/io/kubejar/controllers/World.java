package io.kubejar.controllers;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.reconcile.Controller;
import io.kubejar.core.reconcile.ControllerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A world for controllers: an API in memory and simulated loops, in which time stands still until it is moved. */
public final class World {
    private static final Set<String> VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    public final SimulatedLoops loops = new SimulatedLoops(Fixtures.NOW);
    public final MemoryApi api = new MemoryApi(loops.clock(), 1);
    public final Informers informers = new Informers("test", api, loops);

    /** Starts a controller, and lets it settle. */
    public void start(Function<Informers, Controller> controller) {
        new ControllerLoop(controller.apply(informers), api, informers, loops).start();
        settle();
    }

    /** Runs until nothing is left to do now. */
    public void settle() {
        loops.runUntilIdle();
    }

    /** Creates an object of JSON with single quotes. */
    public ApiObject create(Gvr resource, String json) {
        ApiObject object = Fixtures.object(json);
        ResourceRef ref = ResourceRef.of(resource, object.namespace());
        return ((ApiClient) api).create(ref, object, WriteOptions.NONE);
    }

    /** The object as it is stored, or null. */
    public @Nullable ApiObject get(Gvr resource, String namespace, String name) {
        return api.lister(resource).get(new ObjectKey(namespace, name));
    }

    /** Resources as discovery would tell them; all namespaced but those that are named in the set. */
    public static ServedResources served(Set<Gvr> clusterScoped, List<Gvr> resources, List<String> kinds) {
        List<ServedResources.Served> out = new ArrayList<>();
        for (int i = 0; i < resources.size(); i++) {
            Gvr resource = resources.get(i);
            out.add(new ServedResources.Served(resource, kinds.get(i), !clusterScoped.contains(resource), VERBS, true));
        }
        return ServedResources.fixed(out);
    }
}
