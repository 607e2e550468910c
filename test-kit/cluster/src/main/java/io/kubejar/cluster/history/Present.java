package io.kubejar.cluster.history;

import io.kubejar.cluster.explain.Sight;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The objects as they are now, and what is known of their pods beside them. */
record Present(View view, Function<ApiObject, OptionalInt> refused) implements Sight {
    @Override
    public @Nullable ApiObject find(Gvr resource, String namespace, String name) {
        return view.find(resource, namespace, name);
    }

    @Override
    public List<ApiObject> list(Gvr resource, String namespace) {
        return view.list(resource, namespace);
    }

    @Override
    public List<ApiObject> all() {
        return view.all();
    }

    @Override
    public OptionalInt refusedPort(ApiObject pod) {
        return refused.apply(pod);
    }
}
