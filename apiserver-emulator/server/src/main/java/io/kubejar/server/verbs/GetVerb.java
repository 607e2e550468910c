package io.kubejar.server.verbs;

import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;

/** Reads one object as etcd has it now. Upstream: genericregistry.Store.Get, v1.36. */
public final class GetVerb {
    private final VerbContext context;

    /** Works in a context. */
    public GetVerb(VerbContext context) {
        this.context = context;
    }

    /** The object; throws NotFound. */
    public ApiObject run(ResourceDef def, Call call) {
        return context.existing(def, call);
    }
}
