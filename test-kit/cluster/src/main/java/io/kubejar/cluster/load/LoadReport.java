package io.kubejar.cluster.load;

import io.kubejar.core.object.ApiObject;
import java.util.List;

/**
 * What became of a dump of another cluster. Its objects go straight into the store, with their uids, times, status, cluster
 * addresses and node ports; admission and the rules of their kinds, which they have passed where they come from, are not asked
 * again. Owners stay owners; one that is neither in the dump nor here is none any more, or its dependents would be deleted.
 *
 * <p>Nodes that no kubelet runs are held, as those of a restored snapshot: they are cordoned and their pods stay as they are
 * until somebody deletes them. For pods whose node or namespace the dump leaves out, one is made. What is here already, what
 * belongs to a control plane itself and what is not served is left out. Tokens of service accounts are made anew.
 *
 * @param loaded the objects that are in the cluster now, as they are stored, in the order in which they came in
 * @param leftOut those that are not, and why
 * @param changed what is another way than in the dump, a line each
 */
public record LoadReport(List<ApiObject> loaded, List<LeftOut> leftOut, List<String> changed) {
    /** Copies the lists. */
    public LoadReport {
        loaded = List.copyOf(loaded);
        leftOut = List.copyOf(leftOut);
        changed = List.copyOf(changed);
    }

    /** An object that was not loaded. */
    public record LeftOut(String object, String why) {
        /** An object and why. */
        public static LeftOut of(ApiObject object, String why) {
            return new LeftOut(Said.of(object), why);
        }

        @Override
        public String toString() {
            return object + ": " + why;
        }
    }

    /** For people: how many, and a line for whatever is left out or changed. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("loaded " + loaded.size() + " objects");
        leftOut.forEach(one -> out.append("\nleft out ").append(one));
        changed.forEach(one -> out.append("\nchanged ").append(one));
        return out.toString();
    }
}
