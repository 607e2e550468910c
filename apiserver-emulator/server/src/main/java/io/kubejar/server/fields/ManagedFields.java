package io.kubejar.server.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.Clock;
import io.kubejar.server.schema.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code metadata.managedFields} and carries out server-side apply. Upstream: apimachinery/pkg/util/managedfields and
 * merge/update.go of structured-merge-diff v6, Kubernetes v1.36. The versions of a kind count as one.
 */
public final class ManagedFields {
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final List<String> NOT_OWNED = List.of(
            "f:name",
            "f:namespace",
            "f:creationTimestamp",
            "f:selfLink",
            "f:uid",
            "f:generation",
            "f:managedFields",
            "f:resourceVersion");

    private final Clock clock;

    /** Dates changes by this clock. */
    public ManagedFields(Clock clock) {
        this.clock = clock;
    }

    /**
     * What a write is about.
     *
     * @param kind of the object
     * @param schema of the kind; null when fields are not declared
     * @param manager who writes
     * @param subresource through which it writes, "" for the object itself
     * @param hasStatus whether the kind's status is written through a subresource only
     */
    public record Write(Gvk kind, @Nullable Schema schema, String manager, String subresource, boolean hasStatus) {
        private Managers.Key key(boolean applies) {
            return Managers.Key.of(manager, applies, kind.apiVersion(), subresource);
        }

        /** The part of the object that this write cannot change; "" for none. */
        private String ignored() {
            if (subresource.equals("status")) {
                return "spec";
            }
            return hasStatus && subresource.isEmpty() ? "status" : "";
        }

        private FieldSet reachable(FieldSet fields) {
            return ignored().isEmpty() ? fields : fields.without("f:" + ignored());
        }

        private FieldWalk.Comparison compare(ObjectNode before, JsonNode after) {
            return FieldWalk.compare(before, after, schema, ignored());
        }
    }

    /**
     * Notes who owns what after a create, update or patch; sets the object's managedFields.
     *
     * @param live the object as it is stored; an empty object for a create
     * @param object the object as it shall be; changed
     */
    public void update(Write write, ObjectNode live, ObjectNode object) {
        Managers managers = before(write, live, object);
        ObjectNode metadata = Json.child(object, "metadata");
        metadata.remove("managedFields");
        boolean untracked = managers.isEmpty() && live.path("metadata").hasNonNull("uid");
        if (!untracked) {
            update(write, managers, live, object);
        }
        managers.write(metadata);
    }

    private void update(Write write, Managers managers, ObjectNode live, ObjectNode object) {
        ObjectNode before = live.isEmpty() ? ZeroValue.of(object) : bare(live);
        FieldWalk.Comparison change = write.compare(before, bare(object));
        release(managers, change, null);
        FieldSet taken = owned(change.set());
        if (!taken.isEmpty()) {
            Managers.Key key = write.key(false);
            Managers.Owned owned = managers.all().get(key);
            FieldSet all = owned == null ? taken : taken.union(owned.fields());
            managers.set(key, new Managers.Owned(all, write.kind().apiVersion(), now()));
        }
    }

    /** Takes what a change has set or removed from everybody but one. */
    private static void release(Managers managers, FieldWalk.Comparison change, Managers.@Nullable Key but) {
        FieldSet set = change.set();
        for (Map.Entry<Managers.Key, Managers.Owned> one :
                List.copyOf(managers.all().entrySet())) {
            if (!one.getKey().equals(but)) {
                Managers.Owned owned = one.getValue();
                FieldSet left = owned.fields().minus(set).minus(change.removed());
                if (left != owned.fields() || left.isEmpty()) {
                    managers.set(one.getKey(), new Managers.Owned(left, owned.apiVersion(), owned.time()));
                }
            }
        }
    }

    /** The managers that a write begins with: those that it names itself, else those that are stored. */
    private static Managers before(Write write, ObjectNode live, ObjectNode object) {
        JsonNode stored = live.path("metadata").path("managedFields");
        JsonNode own = object.path("metadata").path("managedFields");
        if (!write.subresource().isEmpty() || own.isMissingNode() || own.isNull()) {
            return Managers.stored(stored);
        }
        boolean reset = own.isEmpty() || (own.size() == 1 && own.get(0).isEmpty());
        if (reset) {
            return Managers.read(Json.array());
        }
        Managers named = Managers.read(own);
        return named.isEmpty() ? Managers.stored(stored) : named;
    }

    /**
     * Applies a configuration; the result has its managedFields and is not decoded yet.
     *
     * @param live the object as it is stored; an empty object when there is none
     * @param applied what the manager wants
     * @param force whether fields of other managers are taken over
     * @throws StatusException Conflict when others own what would change, BadRequest or an error of 500 when it cannot be
     *     applied at all
     */
    public ObjectNode apply(Write write, ObjectNode live, ObjectNode applied, boolean force) {
        if (applied.path("metadata").hasNonNull("managedFields")) {
            throw StatusException.badRequest("metadata.managedFields must be nil");
        }
        Managers managers = Managers.stored(live.path("metadata").path("managedFields"));
        ObjectNode old = bare(live);
        if (managers.isEmpty()) {
            Write first =
                    new Write(write.kind(), write.schema(), BEFORE_FIRST_APPLY, write.subresource(), write.hasStatus());
            update(first, managers, Json.object(), old);
        }
        check(write, applied);
        ObjectNode wanted = applied.deepCopy();
        JsonNode merged = TypedMerge.merge(old, wanted, write.schema());
        Managers.Key key = write.key(true);
        Managers.Owned last = managers.all().get(key);
        FieldSet mine = write.reachable(FieldWalk.fields(wanted, write.schema()));
        String version = write.kind().apiVersion();
        managers.set(key, new Managers.Owned(mine, version, last == null ? null : last.time()));
        ObjectNode result = (ObjectNode) pruned(merged, managers, last, write.schema());
        FieldWalk.Comparison change = write.compare(old, result);
        if (!force) {
            refuseConflicts(managers, change, key);
        }
        release(managers, change, key);
        boolean changed = !FieldWalk.same(old, result);
        Instant time = changed ? now() : last == null ? null : last.time();
        managers.set(key, new Managers.Owned(owned(mine), version, time));
        ObjectNode out = result.deepCopy();
        managers.write(Json.child(out, "metadata"));
        return out;
    }

    private static void check(Write write, ObjectNode applied) {
        String problem = write.schema() == null ? null : AppliedChecks.problem(applied, write.schema());
        if (problem != null) {
            Gvk kind = write.kind();
            String what = Json.textOr(applied, "", "metadata", "namespace") + "/"
                    + Json.textOr(applied, "", "metadata", "name") + "; "
                    + (kind.group().isEmpty() ? "/" + kind.version() : kind.apiVersion()) + ", Kind=" + kind.kind();
            throw StatusException.of(
                    Reason.UNKNOWN, 500, "failed to create typed patch object (" + what + "): " + problem);
        }
    }

    /** Removes what the manager applied last time, does not now, and nobody else owns. Upstream: Updater.prune. */
    private static JsonNode pruned(
            JsonNode merged, Managers managers, Managers.@Nullable Owned last, @Nullable Schema schema) {
        if (last == null || last.fields().isEmpty()) {
            return merged;
        }
        FieldSet before = last.fields().withNamedFields(schema);
        FieldSet all = FieldWalk.fields(merged, schema).withNamedFields(schema);
        FieldSet others = managers.everything().withNamedFields(schema);
        JsonNode without = orEmpty(TypedMerge.remove(merged, before, schema));
        FieldSet left = FieldWalk.fields(without, schema).withNamedFields(schema);
        JsonNode owned = orEmpty(TypedMerge.remove(merged, all.minus(left.union(others)), schema));
        FieldSet kept = FieldWalk.fields(owned, schema).withNamedFields(schema);
        return orEmpty(TypedMerge.remove(merged, all.minus(kept).and(before), schema));
    }

    private static JsonNode orEmpty(@Nullable JsonNode value) {
        return value == null ? Json.object() : value;
    }

    private static void refuseConflicts(Managers managers, FieldWalk.Comparison change, Managers.Key key) {
        FieldSet set = change.set();
        Map<String, List<String>> conflicts = new TreeMap<>();
        managers.all().forEach((other, owned) -> {
            if (!other.equals(key)) {
                owned.fields()
                        .and(set)
                        .forEachPath(
                                "",
                                path -> conflicts
                                        .computeIfAbsent(other.shown(), o -> new ArrayList<>())
                                        .add(path));
            }
        });
        if (conflicts.isEmpty()) {
            return;
        }
        List<Cause> causes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        conflicts.forEach((who, paths) -> {
            lines.add("conflicts with " + who + ":");
            paths.forEach(path -> {
                causes.add(new Cause("FieldManagerConflict", "conflict with " + who, path));
                lines.add("- " + path);
            });
        });
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.get(0).message() + ": "
                        + causes.get(0).field()
                : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
        throw StatusException.applyConflict(message, causes);
    }

    /** The object without its managedFields; shared otherwise. */
    private static ObjectNode bare(ObjectNode object) {
        if (!object.path("metadata").has("managedFields")) {
            return object;
        }
        ObjectNode out = Json.object();
        out.setAll(object);
        ObjectNode metadata = Json.object();
        metadata.setAll((ObjectNode) object.path("metadata"));
        metadata.remove("managedFields");
        out.set("metadata", metadata);
        return out;
    }

    /** What managers can own: not the object's identity. Upstream: stripMetaManager. */
    private static FieldSet owned(FieldSet fields) {
        FieldSet metadata = fields.below("f:metadata");
        FieldSet out = fields.without("f:apiVersion").without("f:kind");
        if (metadata == null) {
            return out;
        }
        for (String element : NOT_OWNED) {
            metadata = metadata.without(element);
        }
        return out.replaced("f:metadata", metadata.withoutMembership());
    }

    private Instant now() {
        return clock.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
