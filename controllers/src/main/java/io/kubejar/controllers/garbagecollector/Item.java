package io.kubejar.controllers.garbagecollector;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;

/** An object that the garbage collector looks at: its resource and its names. */
record Item(Gvr resource, ObjectKey key) {
    /** The object's address. */
    ResourceRef ref() {
        return ResourceRef.of(resource, key);
    }
}
