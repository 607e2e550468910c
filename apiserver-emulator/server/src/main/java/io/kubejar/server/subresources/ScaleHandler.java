package io.kubejar.server.subresources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.patch.JsonPatch;
import io.kubejar.server.patch.MergePatch;
import io.kubejar.server.pipeline.PatchableHandler;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.ScalePaths;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.schema.BodyDecoder;
import io.kubejar.server.schema.Strictness;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.verbs.Rewrite;
import io.kubejar.server.verbs.VerbContext;

/**
 * {@code scale}: an autoscaling/v1 Scale over {@code spec.replicas}, or where a definition says. Upstream: ScaleREST,
 * pkg/registry/apps/deployment/storage/storage.go, v1.36.
 */
public final class ScaleHandler implements PatchableHandler {
    private static final Gvk SCALE = new Gvk("autoscaling", "v1", "Scale");

    private final VerbContext context;
    private final Rewrite rewrite;

    /** Works in a context. */
    public ScaleHandler(VerbContext context) {
        this.context = context;
        this.rewrite = new Rewrite(context);
    }

    @Override
    public ApiObject run(ResourceDef def, Call call, Body body) {
        if (call.verb().equals("get")) {
            return scaleOf(def, current(def, call));
        }
        ObjectNode scale = BodyDecoder.decode(body.raw(), body.sent(), SCALE, Strictness.IGNORE)
                .tree();
        String name = Json.textOr(scale, "", "metadata", "name");
        if (!name.isEmpty() && !name.equals(call.ref().name())) {
            throw StatusException.badRequest("the name of the object (" + name
                    + ") does not match the name on the URL (" + call.ref().name() + ")");
        }
        return scaleOf(def, rewrite.run(def, call, old -> scaled(def, old, scale)));
    }

    @Override
    public ApiObject patch(ResourceDef def, Call call, Patch patch) {
        return scaleOf(def, rewrite.run(def, call, old -> {
            ObjectNode before = scaleOf(def, old).tree();
            JsonNode after = patch.type() == Patch.Type.JSON
                    ? JsonPatch.apply(before, patch.body())
                    : MergePatch.apply(before, patch.body());
            return scaled(def, old, (ObjectNode) after);
        }));
    }

    private ApiObject current(ResourceDef def, Call call) {
        ApiObject object = context.stores()
                .of(def)
                .get(def.storageKey(call.ref().namespace(), call.ref().name()));
        if (object == null) {
            throw StatusException.notFound(def.resource(), call.ref().name());
        }
        return object;
    }

    private static ObjectNode scaled(ResourceDef def, ApiObject old, ObjectNode scale) {
        String version = Json.textOr(scale, "", "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(old.resourceVersion())) {
            throw StatusException.modified(def.resource(), old.name());
        }
        long replicas = Json.number(scale, 0, "spec", "replicas");
        if (replicas < 0) {
            FieldErrors errors = new FieldErrors();
            errors.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            throw StatusException.invalid(SCALE, old.name(), errors.causes());
        }
        ScalePaths paths = ScalePaths.of(def);
        return old.edit(root -> {
                    if (ScalePaths.number(root, paths.spec(), -1) != replicas) {
                        paths.setReplicas(root, (int) replicas);
                        ObjectNode meta = Json.child(root, "metadata");
                        meta.put("generation", Json.number(meta, 0, "generation") + 1);
                    }
                })
                .tree();
    }

    private static ApiObject scaleOf(ResourceDef def, ApiObject object) {
        ScalePaths paths = ScalePaths.of(def);
        ObjectNode scale = Json.object();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode meta = scale.putObject("metadata");
        for (String field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            if (object.metadata().has(field)) {
                meta.set(field, object.metadata().get(field));
            }
        }
        ObjectNode spec = scale.putObject("spec");
        long replicas = ScalePaths.number(object.tree(), paths.spec(), 0);
        if (replicas != 0) {
            spec.put("replicas", (int) replicas);
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", (int) ScalePaths.number(object.tree(), paths.status(), 0));
        String selector = paths.selectorOf(object.tree());
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return ApiObject.of(scale);
    }
}
