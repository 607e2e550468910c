package io.kubejar.kubelet.env;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import org.jspecify.annotations.Nullable;

/** Finds the objects that a pod refers to. */
@FunctionalInterface
public interface Lookup {
    /** The object, or null when there is none. */
    @Nullable
    ApiObject get(Gvr resource, String namespace, String name);
}
