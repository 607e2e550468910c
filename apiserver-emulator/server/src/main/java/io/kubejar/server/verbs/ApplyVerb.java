package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import java.util.List;

/** Server-side apply: a manager says which fields it wants, and owns them. Upstream: applyPatcher, endpoints/handlers/patch.go, v1.36. */
final class ApplyVerb {
    private final VerbContext context;
    private final FieldOwners owners;
    private final Updater updater;
    private final CreateVerb create;

    ApplyVerb(VerbContext context) {
        this.context = context;
        this.owners = new FieldOwners(context);
        this.updater = new Updater(context);
        this.create = new CreateVerb(context);
    }

    /** Whether an apply to this address would create the object. */
    boolean creates(ResourceDef def, Call call) {
        String key = def.storageKey(call.ref().namespace(), call.ref().name());
        return call.ref().subresource().isEmpty() && context.store(def).get(key) == null;
    }

    /** Applies; creates what is not there. */
    UpdateVerb.Updated run(ResourceDef def, Call call, Patch patch) {
        ObjectNode wanted = configuration(def, call, patch.body());
        if (creates(def, call)) {
            return new UpdateVerb.Updated(created(def, call, wanted), true);
        }
        Updater.Part part = call.ref().subresource().equals("status") ? Updater.Part.STATUS : Updater.Part.ALL;
        ApiObject stored =
                updater.run(def, call, part, old -> decoded(def, call, owners.applied(def, call, old.tree(), wanted)));
        return new UpdateVerb.Updated(stored, false);
    }

    private static ObjectNode configuration(ResourceDef def, Call call, JsonNode body) {
        if (call.write().fieldManager().isEmpty()) {
            throw StatusException.invalid(
                    new Gvk("meta.k8s.io", "v1", "PatchOptions"),
                    "",
                    List.of(new Cause(
                            "FieldValueRequired", "Required value: is required for apply patch", "fieldManager")));
        }
        Gvk kind = Gvk.of(Json.textOr(body, "", "apiVersion"), Json.textOr(body, "", "kind"));
        if (!(body instanceof ObjectNode wanted) || !kind.equals(def.kind())) {
            throw StatusException.badRequest(
                    "invalid object type: " + kind.group() + "/" + kind.version() + ", Kind=" + kind.kind());
        }
        return wanted;
    }

    private ApiObject created(ResourceDef def, Call call, ObjectNode wanted) {
        String uid = Json.textOr(wanted, "", "metadata", "uid");
        if (!uid.isEmpty()) {
            throw StatusException.conflict(
                    def.resource(),
                    call.ref().name(),
                    "uid mismatch: the provided object specified uid " + uid + ", and no existing object was found");
        }
        ObjectNode object = decoded(def, call, owners.applied(def, call, Json.object(), wanted));
        ObjectChecks.namespace(object, def, call);
        ObjectChecks.name(object, def, call);
        return create.store(def, call, object);
    }

    private ObjectNode decoded(ResourceDef def, Call call, ObjectNode applied) {
        return context.decoding().decode(Body.of(applied), def, call);
    }
}
