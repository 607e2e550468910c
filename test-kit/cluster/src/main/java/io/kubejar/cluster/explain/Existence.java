package io.kubejar.cluster.explain;

import io.kubejar.cluster.Timeline;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.List;

/** Why an object is there: the writes that led to it, back to the request from outside, and who owns it. Pure. */
final class Existence {
    private Existence() {}

    /**
     * A line for each write of the chain, the last first, and for each owner.
     *
     * @param path the object's path below the API
     */
    static List<String> of(ApiObject object, String path, Timeline timeline, Sight sight) {
        List<String> out = new ArrayList<>();
        long made = 0;
        for (Timeline.Entry entry : timeline.entries(e -> e.path().equals(path))) {
            boolean create = entry.verb().equals("create");
            if (create || made == 0) {
                made = entry.revision();
            }
        }
        List<Timeline.Entry> chain = timeline.causes(made);
        chain.forEach(entry -> out.add("because " + entry.toString().strip()));
        if (chain.isEmpty()) {
            out.add("nothing is known of the write that made it");
        } else if (chain.get(chain.size() - 1).cause() != 0) {
            out.add("because of revision " + chain.get(chain.size() - 1).cause() + ", of which no write is known");
        }
        for (OwnerReference owner : object.ownerReferences()) {
            out.add("owned by " + owner.kind() + " " + owner.name() + state(owner, object, sight));
        }
        return out;
    }

    private static String state(OwnerReference owner, ApiObject object, Sight sight) {
        ApiObject found = null;
        ApiObject namesake = null;
        for (ApiObject one : sight.all()) {
            boolean near = one.namespace().isEmpty() || one.namespace().equals(object.namespace());
            if (near && one.uid().equals(owner.uid())) {
                found = one;
            } else if (near && one.kind().equals(owner.kind()) && one.name().equals(owner.name())) {
                namesake = one;
            }
        }
        if (found != null) {
            return found.isTerminating() ? ", which is being deleted" : "";
        }
        return namesake == null
                ? ", which is gone: the garbage collector will delete this object"
                : ", which is gone, another object has its name: the garbage collector will delete this one";
    }
}
