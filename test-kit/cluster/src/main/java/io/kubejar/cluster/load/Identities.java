package io.kubejar.cluster.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The uids of a dump here: kept, but for those that are taken, and those of objects whose place here somebody else has
 * already, who is meant from now on. Not thread-safe.
 */
public final class Identities {
    private final Set<String> taken;
    private final Supplier<String> fresh;
    private final Map<String, String> here = new HashMap<>(); // by the uid in the dump
    private final Map<String, String> before = new HashMap<>(); // the uid in the dump of what has another one now

    /**
     * Knows no object of the dump yet.
     *
     * @param taken the uids of this cluster
     * @param fresh makes new ones
     */
    public Identities(Set<String> taken, Supplier<String> fresh) {
        this.taken = new HashSet<>(taken);
        this.fresh = fresh;
    }

    /** The object with a uid that nobody else has. */
    public ApiObject identified(ApiObject object) {
        String uid = object.uid();
        if (taken.add(uid)) {
            here.put(uid, uid);
            return object;
        }
        String other = fresh.get();
        taken.add(other);
        before.put(other, uid);
        here.putIfAbsent(uid, other);
        return object.edit(root -> Json.child(root, "metadata").put("uid", other));
    }

    /** Whether an identified object has got another uid than it has in the dump. */
    public boolean isNew(ApiObject object) {
        return before.containsKey(object.uid());
    }

    /** In the place of this object there is another one here. */
    public void stands(ApiObject object, String uid) {
        String inDump = inDump(object);
        here.putIfAbsent(inDump, uid);
        here.replace(inDump, object.uid(), uid);
    }

    /** This object does not come; whoever it owns has lost it. */
    public void gone(ApiObject object) {
        here.remove(inDump(object), object.uid()); // another object with its uid may come
    }

    /** By what uid the dump speaks of an object. */
    private String inDump(ApiObject object) {
        return before.getOrDefault(object.uid(), object.uid());
    }

    /** An object whose owners are those here, and the owners that it has lost. */
    public record Owned(ApiObject object, List<OwnerReference> lost) {}

    /**
     * The object with the uids that its owners have here. An owner that is not in the dump and of which the other question
     * is answered with no is none any more: its dependents would be deleted otherwise.
     *
     * @param isKept whether an owner that the dump does not have stays one all the same
     */
    public Owned owned(ApiObject object, Predicate<OwnerReference> isKept) {
        if (object.ownerReferences().isEmpty()) {
            return new Owned(object, List.of());
        }
        List<OwnerReference> lost = new ArrayList<>();
        ArrayNode kept = Json.array();
        object.metadata().path("ownerReferences").forEach(node -> {
            OwnerReference reference = OwnerReference.of(node);
            String uid = here.get(reference.uid());
            if (uid == null && !isKept.test(reference)) {
                lost.add(reference);
                return;
            }
            ObjectNode copy = node.deepCopy();
            kept.add(uid == null ? copy : copy.put("uid", uid));
        });
        return new Owned(
                object.edit(root -> {
                    ObjectNode meta = Json.child(root, "metadata");
                    meta.remove("ownerReferences");
                    if (!kept.isEmpty()) {
                        meta.set("ownerReferences", kept);
                    }
                }),
                lost);
    }
}
