package io.kubejar.server.subresources;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.pipeline.Handler;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import io.kubejar.server.verbs.Rewrite;
import io.kubejar.server.verbs.VerbContext;
import java.util.List;

/**
 * {@code namespaces/finalize}: replaces {@code spec.finalizers}; the namespace goes with the last of them. Upstream:
 * FinalizeREST, pkg/registry/core/namespace/storage/storage.go, v1.36.
 */
public final class FinalizeHandler implements Handler {
    private final Rewrite rewrite;

    /** Works in a context. */
    public FinalizeHandler(VerbContext context) {
        this.rewrite = new Rewrite(context);
    }

    @Override
    public ApiObject run(ResourceDef def, Call call, Body body) {
        var wanted = body.raw().tree();
        String name = Json.textOr(wanted, "", "metadata", "name");
        if (!name.equals(call.ref().name())) {
            throw StatusException.badRequest("the name of the object (" + name
                    + ") does not match the name on the URL (" + call.ref().name() + ")");
        }
        String version = Json.textOr(wanted, "", "metadata", "resourceVersion");
        return rewrite.run(def, call, old -> {
            if (!version.isEmpty() && !version.equals(old.resourceVersion())) {
                throw StatusException.modified(def.resource(), old.name());
            }
            FieldErrors errors = new FieldErrors();
            List<String> names = Json.strings(wanted.path("spec").path("finalizers"));
            for (int i = 0; i < names.size(); i++) {
                ObjectMetaRules.finalizer(names.get(i), "spec.finalizers[" + i + "]", errors);
            }
            if (!errors.isEmpty()) {
                throw StatusException.invalid(def.kind(), old.name(), errors.causes());
            }
            return old.edit(root -> {
                        var finalizers = wanted.path("spec").path("finalizers");
                        if (finalizers.isEmpty()) {
                            Json.child(root, "spec").remove("finalizers");
                        } else {
                            Json.child(root, "spec").set("finalizers", finalizers.deepCopy());
                        }
                    })
                    .tree();
        });
    }
}
