package io.kubejar.server.subresources;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.pipeline.Handler;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.verbs.DeleteVerb;
import io.kubejar.server.verbs.VerbContext;

/**
 * {@code pods/eviction}: deletes a pod. No disruption budgets are served yet, so none can forbid it. Upstream:
 * EvictionREST.Create, pkg/registry/core/pod/storage/eviction.go, v1.36.
 */
public final class EvictionHandler implements Handler {
    private final DeleteVerb delete;

    /** Works in a context. */
    public EvictionHandler(VerbContext context) {
        this.delete = new DeleteVerb(context);
    }

    @Override
    public ApiObject run(ResourceDef def, Call call, Body body) {
        String name = Json.textOr(body.raw().tree(), "", "metadata", "name");
        if (!name.equals(call.ref().name())) {
            throw StatusException.badRequest("name in URL does not match name in Eviction object");
        }
        var asked = body.raw().tree().path("deleteOptions");
        Long grace = asked.path("gracePeriodSeconds").isNumber()
                ? asked.get("gracePeriodSeconds").longValue()
                : null;
        DeleteOptions options = new DeleteOptions(
                grace,
                Json.textOr(asked, "", "propagationPolicy"),
                Json.textOr(asked, "", "preconditions", "uid"),
                Json.textOr(asked, "", "preconditions", "resourceVersion"),
                call.dryRun(),
                call.write().cause());
        delete.run(def, call.with(options));
        return Statuses.created();
    }
}
