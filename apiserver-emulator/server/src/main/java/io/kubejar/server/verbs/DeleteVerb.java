package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.admission.AdmissionRequest;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import org.jspecify.annotations.Nullable;

/** Deletes an object, or marks it as being deleted. Upstream: genericregistry.Store.Delete, v1.36. */
public final class DeleteVerb {
    private static final int ATTEMPTS_MAX = 100;

    private final VerbContext context;

    /** Works in a context. */
    public DeleteVerb(VerbContext context) {
        this.context = context;
    }

    /** What came of it: the object as it is now or was last, and whether it is gone. */
    public record Deleted(ApiObject object, boolean gone) {
        /** What the client is answered. */
        public ApiObject answer(ResourceDef def) {
            return gone && !def.returnsDeleted() ? success(def) : object;
        }

        private ApiObject success(ResourceDef def) {
            ObjectNode status = Json.object();
            status.put("kind", "Status").put("apiVersion", "v1");
            status.putObject("metadata");
            status.put("status", "Success");
            ObjectNode details = status.putObject("details").put("name", object.name());
            if (!def.resource().group().isEmpty()) {
                details.put("group", def.resource().group());
            }
            details.put("kind", def.resource().resource()).put("uid", object.uid());
            return ApiObject.of(status);
        }
    }

    /** Deletes. */
    public Deleted run(ResourceDef def, Call call) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            ApiObject old = context.existing(def, call);
            Deleted done = attempt(def, call, old);
            if (done != null) {
                return done;
            }
        }
        throw StatusException.modified(def.resource(), call.ref().name());
    }

    private @Nullable Deleted attempt(ResourceDef def, Call call, ApiObject old) {
        ObjectChecks.preconditions(call.delete().uid(), call.delete().resourceVersion(), old, def);
        AdmissionRequest admission =
                new AdmissionRequest(AdmissionRequest.Operation.DELETE, call, def, old.name(), null, old.tree());
        context.admission().mutate(admission);
        context.admission().validate(admission);
        Deletion deletion = Deletion.decide(
                old, def.strategy(), call.delete(), context.clock().now());
        String key = def.storageKey(old.namespace(), old.name());
        if (deletion.remove()) {
            return call.dryRun() ? new Deleted(old, true) : remove(call, def, key, old, deletion.marked());
        }
        ObjectNode marked = deletion.marked();
        if (marked == null) {
            if (!call.dryRun()) {
                context.observer().unchanged(call);
            }
            return new Deleted(old, false);
        }
        if (call.dryRun()) {
            return new Deleted(ApiObject.of(marked), false);
        }
        ApiObject stored = context.update(def, key, old, marked);
        return stored == null ? null : new Deleted(context.written(call, stored), false);
    }

    /** Removes an object, after its mark was stored when it has one; null when somebody else was faster. */
    private @Nullable Deleted remove(
            Call call, ResourceDef def, String key, ApiObject old, @Nullable ObjectNode marked) {
        ApiObject last = marked == null ? old : context.update(def, key, old, marked);
        if (last != null && marked != null) {
            context.written(call, last);
        }
        ApiObject gone = last == null ? null : context.store(def).delete(key, last);
        return gone == null ? null : new Deleted(context.written(call, gone), true);
    }
}
