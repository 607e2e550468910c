package io.kubejar.server.verbs;

import io.kubejar.core.client.Patch;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;

/** Patches an object, or its status. Upstream: PatchResource, apiserver/pkg/endpoints/handlers/patch.go, v1.36. */
public final class PatchVerb {
    private final Updater updater;
    private final Patches patches;

    /** Works in a context. */
    public PatchVerb(VerbContext context) {
        this.updater = new Updater(context);
        this.patches = new Patches(context.decoding());
    }

    /** Stores the patched object. A patch that asks for a resourceVersion is refused when that is not the newest. */
    public ApiObject run(ResourceDef def, Call call, Patch patch) {
        boolean status = call.ref().subresource().equals("status");
        Updater.Part part = status ? Updater.Part.STATUS : Updater.Part.ALL;
        return updater.run(def, call, part, old -> patches.apply(def, call, old, patch));
    }
}
