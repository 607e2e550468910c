package io.kubejar.server;

import io.etcd.jetcd.Client;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.server.admission.AdmissionChain;
import io.kubejar.server.admission.NamespaceLifecycle;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.inprocess.InProcessClient;
import io.kubejar.server.kinds.Kinds;
import io.kubejar.server.pipeline.Authorization;
import io.kubejar.server.pipeline.Handler;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.pipeline.WriteObserver;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.storage.Etcd;
import io.kubejar.server.storage.Stores;
import io.kubejar.server.subresources.BindingHandler;
import io.kubejar.server.subresources.EvictionHandler;
import io.kubejar.server.subresources.FinalizeHandler;
import io.kubejar.server.subresources.ScaleHandler;
import io.kubejar.server.verbs.BodyDecoding;
import io.kubejar.server.verbs.EventLeases;
import io.kubejar.server.verbs.VerbContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An API server on one etcd, without a door of its own: {@link #client} is the one in process. Thread-safe. */
public final class ApiServer implements AutoCloseable {
    private final Stores stores;
    private final Registry registry;
    private final Pipeline pipeline;

    /**
     * Wires a server.
     *
     * @param etcd where everything is stored; it stays the caller's
     * @param loops clock and background work
     */
    public ApiServer(Client etcd, Loops loops, Chance chance, Authorization authorization, WriteObserver observer) {
        Etcd port = new Etcd(etcd);
        stores = new Stores(port, loops);
        registry = new Registry(Kinds.all());
        AdmissionChain admission = new AdmissionChain(List.of(new NamespaceLifecycle(this::namespace)));
        VerbContext context = new VerbContext(
                registry,
                stores,
                admission,
                new BodyDecoding(),
                new EventLeases(port, loops.clock()),
                loops.clock(),
                chance);
        pipeline = new Pipeline(context, authorization, handlers(context), observer);
    }

    private static Map<String, Handler> handlers(VerbContext context) {
        ScaleHandler scale = new ScaleHandler(context);
        return Map.of(
                "pods/binding",
                new BindingHandler(context),
                "pods/eviction",
                new EvictionHandler(context),
                "namespaces/finalize",
                new FinalizeHandler(context),
                "deployments.apps/scale",
                scale,
                "replicasets.apps/scale",
                scale,
                "statefulsets.apps/scale",
                scale);
    }

    private @Nullable ApiObject namespace(String name) {
        ResourceDef def = Objects.requireNonNull(registry.find(Resources.NAMESPACES));
        return stores.of(def).get(def.storageKey("", name));
    }

    /** What is served. */
    public Registry registry() {
        return registry;
    }

    /** Where every request ends. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** A client in process that acts as the user. */
    public ApiClient client(UserInfo user) {
        return new InProcessClient(pipeline, user);
    }

    /** Ends all watches. */
    @Override
    public void close() {
        stores.close();
    }
}
