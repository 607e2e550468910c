package io.kubejar.cluster.operator;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.reconcile.Sources;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An operator to be started: what wakes it, and what it does then. Not thread-safe.
 *
 * <pre>{@code
 * cluster.operator("web-operator")
 *         .watches("webs.example.com")
 *         .owns("configmaps")
 *         .start((key, work) -> ...);
 * }</pre>
 */
public final class OperatorBuilder {
    private final String name;
    private final ApiClient client;
    private final Loops loops;
    private final Function<String, Gvr> names;
    private final Map<Gvr, Sources.Mapping> sources = new LinkedHashMap<>();

    /**
     * One that is woken by nothing yet.
     *
     * @param name what its loop is called
     * @param client acts as the operator's user
     * @param names the resource of a plural, singular, short name or kind
     */
    public OperatorBuilder(String name, ApiClient client, Loops loops, Function<String, Gvr> names) {
        this.name = name;
        this.client = client;
        this.loops = loops;
        this.names = names;
    }

    /** Each change of an object of the resource wakes the operator for that object. */
    public OperatorBuilder watches(String resource) {
        return on(resource, object -> List.of(object.key()));
    }

    /** Each change of an object of the resource wakes the operator for the object's controlling owner. */
    public OperatorBuilder owns(String resource) {
        return on(resource, object -> {
            var owner = object.controller();
            return owner == null ? List.of() : List.of(new ObjectKey(object.namespace(), owner.name()));
        });
    }

    /** Each change of an object of the resource wakes the operator for these keys. */
    public OperatorBuilder on(String resource, Function<ApiObject, Collection<ObjectKey>> keys) {
        sources.put(names.apply(resource), Sources.each(keys));
        return this;
    }

    /** Starts it; it works as soon as it has seen what there is. It stops with the cluster. */
    public Operator start(Reconciler reconciler) {
        if (sources.isEmpty()) {
            throw new IllegalStateException("nothing wakes the operator " + name + ": call watches() or owns()");
        }
        Informers informers = new Informers(name, client, loops);
        Operator operator = new Operator(name, client, informers, loops, names, reconciler);
        operator.start(sources);
        return operator;
    }
}
