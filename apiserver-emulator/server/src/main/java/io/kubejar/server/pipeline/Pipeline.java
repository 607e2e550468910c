package io.kubejar.server.pipeline;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.SubresourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.verbs.CreateVerb;
import io.kubejar.server.verbs.DeleteCollectionVerb;
import io.kubejar.server.verbs.DeleteVerb;
import io.kubejar.server.verbs.GetVerb;
import io.kubejar.server.verbs.ListVerb;
import io.kubejar.server.verbs.PatchVerb;
import io.kubejar.server.verbs.UpdateVerb;
import io.kubejar.server.verbs.VerbContext;
import io.kubejar.server.verbs.WatchVerb;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The walk of a request once its user and address are known: is it allowed, is it served, then the verb. Every door ends
 * here, the one for components in the same JVM too.
 */
public final class Pipeline {
    /** Stands for every custom resource in the names of handlers. */
    public static final String CUSTOM = "*";

    private final VerbContext context;
    private final Authorization authorization;
    private final Map<String, Handler> handlers;
    private final OpenWatches watches = new OpenWatches();
    private final AtomicLong inFlight = new AtomicLong();
    private volatile Interceptor interceptor = Interceptor.NONE;

    private final GetVerb get;
    private final ListVerb list;
    private final WatchVerb watch;
    private final CreateVerb create;
    private final UpdateVerb update;
    private final PatchVerb patch;
    private final DeleteVerb delete;
    private final DeleteCollectionVerb deleteCollection;

    /**
     * Wires the verbs.
     *
     * @param handlers by {@code plural.group/subresource}, as in {@code pods/binding}
     */
    public Pipeline(VerbContext context, Authorization authorization, Map<String, Handler> handlers) {
        this.context = context;
        this.authorization = authorization;
        this.handlers = Map.copyOf(handlers);
        get = new GetVerb(context);
        list = new ListVerb(context);
        watch = new WatchVerb(context);
        create = new CreateVerb(context);
        update = new UpdateVerb(context);
        patch = new PatchVerb(context);
        delete = new DeleteVerb(context);
        deleteCollection = new DeleteCollectionVerb(list, delete);
    }

    /** What the pipeline works with. */
    public VerbContext context() {
        return context;
    }

    /** Puts something between clients and this pipeline, in the place of what was there. */
    public void interceptor(Interceptor between) {
        interceptor = between;
    }

    /** What stands between clients and this pipeline. */
    public Interceptor interceptor() {
        return interceptor;
    }

    /** Requests that are being worked on now; open watches do not count. */
    public long inFlight() {
        return inFlight.get();
    }

    /** What the watches that are open now watch, and for whom. */
    public Collection<Call> openWatches() {
        return watches.calls();
    }

    /** Reads an object, or a subresource of one. */
    public ApiObject get(Call call) {
        return counted(call, () -> {
            ResourceDef def = enter(call);
            Handler handler = handler(def, call);
            return handler != null ? handler.run(def, call, Body.of(Json.object())) : get.run(def, call);
        });
    }

    /** Lists a resource. */
    public ObjectList list(Call call) {
        return counted(call, () -> list.run(enter(call), call));
    }

    /** Opens a watch; see {@link WatchVerb#run}. */
    public ApiClient.Watch watch(Call call, WatchVerb.InitialEvents initial, WatchHandler handler) {
        return counted(call, () -> {
            ResourceDef def = enter(call);
            Interceptor between = interceptor;
            WatchHandler to = between.watching(call, handler);
            ApiClient.Watch open = watches.open(call, to, counted -> watch.run(def, call, initial, counted));
            return between.opened(call, to, open);
        });
    }

    /** Creates an object, or posts to a subresource. */
    public ApiObject create(Call call, Body body) {
        return written(call, () -> {
            ResourceDef def = enter(call);
            Handler handler = handler(def, call);
            if (handler != null) {
                return handler.run(def, call, body);
            }
            if (!call.ref().name().isEmpty()) {
                throw StatusException.methodNotAllowed();
            }
            return create.run(def, call, body);
        });
    }

    /** Replaces an object or a subresource. */
    public UpdateVerb.Updated update(Call call, Body body) {
        return written(call, () -> {
            ResourceDef def = enter(call);
            Handler handler = handler(def, call);
            if (handler != null) {
                return new UpdateVerb.Updated(handler.run(def, call, body), false);
            }
            return update.run(def, call, body);
        });
    }

    /** Patches an object or a subresource. */
    public UpdateVerb.Updated patch(Call call, Patch body) {
        return written(call, () -> {
            ResourceDef def = enter(call);
            Handler handler = handler(def, call);
            if (handler instanceof PatchableHandler patchable) {
                return new UpdateVerb.Updated(patchable.patch(def, call, body), false);
            }
            if (handler != null) {
                throw StatusException.methodNotAllowed();
            }
            if (patch.creates(def, call, body)) {
                authorization.require(call.as("create"));
            }
            return patch.run(def, call, body);
        });
    }

    /** Deletes an object. */
    public DeleteVerb.Deleted delete(Call call) {
        return written(call, () -> delete.run(enter(call), call));
    }

    /** Deletes what a list shows. */
    public ObjectList deleteCollection(Call call) {
        return written(call, () -> deleteCollection.run(enter(call), call));
    }

    /** Throws Forbidden when the call is not allowed; for calls that end before their verb. */
    public void require(Call call) {
        authorization.require(call);
    }

    /** Allowed, served, and with this verb: the resource's declaration. */
    private ResourceDef enter(Call call) {
        authorization.require(call);
        ResourceDef def = context.registry().find(call.ref().resource());
        if (def == null) {
            throw StatusException.notServed();
        }
        String name = call.ref().subresource();
        if (name.isEmpty()) {
            if (!def.allows(call.verb())) {
                throw StatusException.methodNotAllowed();
            }
            return def;
        }
        SubresourceDef subresource = def.subresources().get(name);
        if (subresource == null) {
            // Upstream: crdHandler.ServeHTTP answers so for custom resources.
            throw def.custom()
                    ? StatusException.notFound(def.resource(), call.ref().name())
                    : StatusException.notServed();
        }
        if (!subresource.verbs().contains(call.verb())) {
            throw StatusException.methodNotAllowed();
        }
        return def;
    }

    private @Nullable Handler handler(ResourceDef def, Call call) {
        String key = def.custom() ? CUSTOM : call.ref().resource().groupResource();
        return handlers.get(
                call.ref().subresource().isEmpty()
                        ? key
                        : key + "/" + call.ref().subresource());
    }

    /** Does a write, and tells the observer when it is refused. */
    private <T> T written(Call call, Supplier<T> work) {
        try {
            return counted(call, work);
        } catch (StatusException e) {
            context.observer().refused(call, e);
            throw e;
        }
    }

    private <T> T counted(Call call, Supplier<T> work) {
        inFlight.incrementAndGet();
        try {
            Interceptor between = interceptor;
            between.before(call);
            T answer = work.get();
            between.after(call);
            return answer;
        } finally {
            inFlight.decrementAndGet();
        }
    }
}
