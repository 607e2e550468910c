package io.kubejar.server.authn;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import org.jspecify.annotations.Nullable;

/** How tokens find what they are bound to. Called on every request with a token, so it should read from memory. */
@FunctionalInterface
public interface BoundObjects {
    /**
     * The object as it is stored now, or null when there is none.
     *
     * @param resource service accounts, pods, secrets or nodes
     * @param namespace "" for a node
     */
    @Nullable
    ApiObject find(Gvr resource, String namespace, String name);
}
