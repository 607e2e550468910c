package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;

/** Replaces an object, or its status. Upstream: UpdateResource, apiserver/pkg/endpoints/handlers/update.go, v1.36. */
public final class UpdateVerb {
    private final VerbContext context;
    private final Updater updater;
    private final FieldOwners owners;
    private final CreateVerb create;

    /** Works in a context. */
    public UpdateVerb(VerbContext context) {
        this.context = context;
        this.updater = new Updater(context);
        this.owners = new FieldOwners(context);
        this.create = new CreateVerb(context);
    }

    /** What came of it. */
    public record Updated(ApiObject object, boolean created) {}

    /** Stores what the client sent in place of what is there. */
    public Updated run(ResourceDef def, Call call, Body body) {
        ObjectNode wanted = context.decoding().decode(body, def, call);
        FieldOwners.keepReset(body.raw().tree(), wanted);
        ObjectChecks.namespace(wanted, def, call);
        ObjectChecks.name(wanted, def, call);
        boolean status = call.ref().subresource().equals("status");
        if (!status && def.strategy().allowCreateOnUpdate() && isMissing(def, call)) {
            owners.created(def, call, wanted);
            return new Updated(create.store(def, call, wanted), true);
        }
        String uid = Json.textOr(wanted, "", "metadata", "uid");
        ApiObject stored = updater.run(def, call, status ? Updater.Part.STATUS : Updater.Part.ALL, uid, old -> {
            ObjectNode object = wanted.deepCopy();
            owners.updated(def, call, old.tree(), object);
            return object;
        });
        return new Updated(stored, false);
    }

    private boolean isMissing(ResourceDef def, Call call) {
        try {
            context.existing(def, call);
            return false;
        } catch (StatusException e) {
            return true;
        }
    }
}
