package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;

/** Patches an object, or its status. Upstream: PatchResource, apiserver/pkg/endpoints/handlers/patch.go, v1.36. */
public final class PatchVerb {
    private final Updater updater;
    private final Patches patches;
    private final FieldOwners owners;
    private final ApplyVerb apply;

    /** Works in a context. */
    public PatchVerb(VerbContext context) {
        this.updater = new Updater(context);
        this.patches = new Patches(context.decoding());
        this.owners = new FieldOwners(context);
        this.apply = new ApplyVerb(context);
    }

    /** Whether the patch would create the object, which takes the right to create it. */
    public boolean creates(ResourceDef def, Call call, Patch patch) {
        return patch.type() == Patch.Type.APPLY && apply.creates(def, call);
    }

    /** Stores the patched object. A patch that asks for a resourceVersion is refused when that is not the newest. */
    public UpdateVerb.Updated run(ResourceDef def, Call call, Patch patch) {
        if (patch.type() == Patch.Type.APPLY) {
            return apply.run(def, call, patch);
        }
        boolean status = call.ref().subresource().equals("status");
        Updater.Part part = status ? Updater.Part.STATUS : Updater.Part.ALL;
        ApiObject stored = updater.run(def, call, part, old -> {
            ObjectNode object = patches.apply(def, call, old, patch);
            owners.updated(def, call, old.tree(), object);
            return object;
        });
        return new UpdateVerb.Updated(stored, false);
    }
}
