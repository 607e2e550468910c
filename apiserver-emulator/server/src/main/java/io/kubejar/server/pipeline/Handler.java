package io.kubejar.server.pipeline;

import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;

/** A subresource, or a resource that is not stored, with a life of its own: binding, eviction, token, reviews. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a create, update or get.
     *
     * @param body what the client sent; an empty object for a get
     */
    ApiObject run(ResourceDef def, Call call, Body body);
}
