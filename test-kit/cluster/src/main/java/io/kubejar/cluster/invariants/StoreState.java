package io.kubejar.cluster.invariants;

import io.kubejar.cluster.Timeline;
import io.kubejar.cluster.history.View;
import io.kubejar.core.object.ApiObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the checks look at: the whole store at one moment, and who wrote what.
 *
 * @param objects everything that is there
 * @param shown the same objects as the API shows them, as far as their resources are served
 * @param writes what is known of who wrote what
 */
public record StoreState(List<View.Located> objects, List<ApiObject> shown, List<Timeline.Entry> writes) {
    /** The uids of all objects. */
    Set<String> uids() {
        Set<String> out = new HashSet<>();
        objects.forEach(one -> out.add(one.object().uid()));
        return out;
    }

    /** The names of the objects of a kind of the core group. */
    Set<String> names(String kind) {
        Set<String> out = new HashSet<>();
        for (View.Located one : objects) {
            if (one.object().apiVersion().equals("v1") && one.object().kind().equals(kind)) {
                out.add(one.object().name());
            }
        }
        return out;
    }
}
