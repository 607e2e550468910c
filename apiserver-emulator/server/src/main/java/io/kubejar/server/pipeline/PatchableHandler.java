package io.kubejar.server.pipeline;

import io.kubejar.core.client.Patch;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;

/** A handler that also takes patches. */
public interface PatchableHandler extends Handler {
    /** Answers a patch. */
    ApiObject patch(ResourceDef def, Call call, Patch patch);
}
