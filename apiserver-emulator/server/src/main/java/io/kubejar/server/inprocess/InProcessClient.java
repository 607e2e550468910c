package io.kubejar.server.inprocess;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.verbs.DeleteVerb;
import io.kubejar.server.verbs.WatchVerb;

/**
 * The client of components in the same JVM: straight into the request pipeline, on the caller's thread, as one user.
 * Authorization and admission see it like any other; only the bytes on a wire are missing.
 */
public final class InProcessClient implements ApiClient {
    private final Pipeline pipeline;
    private final UserInfo user;

    /** Acts as the user. */
    public InProcessClient(Pipeline pipeline, UserInfo user) {
        this.pipeline = pipeline;
        this.user = user;
    }

    @Override
    public ApiObject get(ResourceRef ref) {
        return pipeline.get(Call.of("get", ref, user));
    }

    @Override
    public ObjectList list(ResourceRef ref, ListOptions options) {
        return pipeline.list(Call.of("list", ref, user).with(options));
    }

    @Override
    public Watch watch(ResourceRef ref, WatchOptions options, WatchHandler handler) {
        ListOptions list = new ListOptions(
                options.labelSelector(),
                options.fieldSelector(),
                0,
                "",
                options.fromRevision() == 0 ? "" : Long.toString(options.fromRevision()),
                "");
        return pipeline.watch(Call.of("watch", ref, user).with(list), WatchVerb.InitialEvents.UNSAID, handler);
    }

    @Override
    public ApiObject create(ResourceRef ref, ApiObject object, WriteOptions options) {
        return pipeline.create(Call.of("create", ref, user).with(options), body(object));
    }

    @Override
    public ApiObject update(ResourceRef ref, ApiObject object, WriteOptions options) {
        return pipeline.update(Call.of("update", ref, user).with(options), body(object))
                .object();
    }

    @Override
    public ApiObject patch(ResourceRef ref, Patch patch, WriteOptions options) {
        return pipeline.patch(Call.of("patch", ref, user).with(options), patch).object();
    }

    @Override
    public ApiObject delete(ResourceRef ref, DeleteOptions options) {
        DeleteVerb.Deleted deleted =
                pipeline.delete(Call.of("delete", ref, user).with(options));
        ResourceDef def = pipeline.context().registry().find(ref.resource());
        if (!deleted.gone() || def == null) {
            return deleted.object();
        }
        String revision = deleted.object().resourceVersion();
        return deleted.answer(def)
                .edit(status -> ((ObjectNode) status.get("metadata")).put("resourceVersion", revision));
    }

    @Override
    public void deleteCollection(ResourceRef ref, DeleteOptions options, ListOptions which) {
        pipeline.deleteCollection(
                Call.of("deletecollection", ref, user).with(options).with(which));
    }

    private static Body body(ApiObject object) {
        return Body.of(object.tree());
    }
}
