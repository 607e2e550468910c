package io.kubejar.cluster.load;

import io.kubejar.core.object.ApiObject;

/** Objects in words. */
public final class Said {
    private Said() {}

    /** As in {@code Deployment default/web}. */
    public static String of(ApiObject object) {
        String name = object.name().isEmpty() ? "(without a name)" : object.name();
        return object.kind() + " " + (object.namespace().isEmpty() ? name : object.namespace() + "/" + name);
    }
}
