package io.kubejar.cluster.explain;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What an explanation is made from: the objects of a cluster at one moment. */
public interface Sight {
    /** An object; null when there is none. The namespace of cluster-scoped ones is "". */
    @Nullable
    ApiObject find(Gvr resource, String namespace, String name);

    /** All objects of a resource in a namespace; "" for all namespaces. */
    List<ApiObject> list(Gvr resource, String namespace);

    /** All objects of all resources. */
    List<ApiObject> all();

    /** The port of a pod at which the last connection that failed was refused; empty when nothing is known of any. */
    default OptionalInt refusedPort(ApiObject pod) {
        return OptionalInt.empty();
    }
}
