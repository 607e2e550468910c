package io.kubejar.core.informer;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.util.List;
import java.util.Map;

/** A lister for each resource that a component reads. */
@FunctionalInterface
public interface Listers {
    /** The lister of a resource. */
    Lister of(Gvr resource);

    /** Fixed views for tests: what is not named is empty. */
    static Listers fixed(Map<Gvr, List<ApiObject>> objects) {
        return resource -> Lister.of(objects.getOrDefault(resource, List.of()));
    }
}
