package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;

/** Patches an object, or its status. Upstream: PatchResource, apiserver/pkg/endpoints/handlers/patch.go, v1.36. */
public final class PatchVerb {
    /** Applies a patch of any form to an object's tree; gives a new tree. */
    @FunctionalInterface
    public interface Patcher {
        /** The patched object; throws a Status when the patch does not fit. */
        ObjectNode apply(ResourceDef def, ApiObject current, Patch patch);
    }

    private final VerbContext context;
    private final Updater updater;
    private final Patcher patcher;

    /** Works in a context. */
    public PatchVerb(VerbContext context, Patcher patcher) {
        this.context = context;
        this.updater = new Updater(context);
        this.patcher = patcher;
    }

    /** Stores the patched object. A patch that asks for a resourceVersion is refused when that is not the newest. */
    public ApiObject run(ResourceDef def, Call call, Patch patch) {
        boolean status = call.ref().subresource().equals("status");
        return updater.run(def, call, status ? Updater.Part.STATUS : Updater.Part.ALL, old -> {
            ObjectNode patched = patcher.apply(def, old, patch);
            return context.decoding().decode(patched, def, call);
        });
    }
}
