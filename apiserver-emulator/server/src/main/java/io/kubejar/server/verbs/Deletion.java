package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.server.registry.Strategy;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a delete does to an object: mark it, remove it, both, or leave it as it is being deleted already. Pure. Upstream:
 * rest.BeforeDelete and deletionFinalizersForGarbageCollection, v1.36.
 *
 * @param remove whether it goes now
 * @param marked the state to store instead, null for none
 */
record Deletion(boolean remove, @Nullable ObjectNode marked) {
    static Deletion decide(ApiObject object, Strategy strategy, DeleteOptions options, Instant now) {
        boolean first = !object.isTerminating();
        boolean shortened = false;
        ObjectNode next = copy(object.tree());
        ObjectNode meta = Json.child(next, "metadata");
        long grace = grace(object, strategy, options, first);
        if (first) {
            meta.put("deletionTimestamp", Times.format(now.plusSeconds(grace)));
            if (!strategy.isDeletedItsOwnWay()) {
                meta.put("deletionGracePeriodSeconds", grace);
            }
            raiseGeneration(meta);
            strategy.markTerminating(next);
        } else if (grace < Json.number(meta, 0, "deletionGracePeriodSeconds")) {
            shorten(meta, grace);
            shortened = true;
        }
        setFinalizers(meta, strategy, options);
        boolean held = !meta.path("finalizers").isEmpty() || strategy.isHeld(next);
        if (grace == 0 && !held) {
            return new Deletion(true, (first || shortened) && strategy.isGraceful() ? next : null);
        }
        return new Deletion(false, next.equals(object.tree()) ? null : next);
    }

    /** A copy of what a deletion may change; the rest is shared. */
    private static ObjectNode copy(ObjectNode object) {
        ObjectNode out = Json.object();
        out.setAll(object);
        ObjectNode meta = Json.object();
        meta.setAll((ObjectNode) object.path("metadata"));
        out.set("metadata", meta);
        own(meta, "finalizers");
        own(out, "status");
        return out;
    }

    private static void own(ObjectNode parent, String member) {
        JsonNode value = parent.get(member);
        if (value != null) {
            parent.set(member, value.deepCopy());
        }
    }

    /** The seconds that are left to it; a later delete can only shorten them. */
    private static long grace(ApiObject object, Strategy strategy, DeleteOptions options, boolean first) {
        if (first) {
            return strategy.gracePeriod(object.tree(), options);
        }
        long set = Json.number(object.metadata(), 0, "deletionGracePeriodSeconds");
        Long wanted = options.gracePeriodSeconds();
        return wanted == null ? set : Math.max(0, Math.min(set, wanted));
    }

    private static void shorten(ObjectNode meta, long grace) {
        long before = Json.number(meta, 0, "deletionGracePeriodSeconds");
        Instant due = Times.parse(Json.text(meta, "deletionTimestamp"));
        if (due != null) {
            meta.put("deletionTimestamp", Times.format(due.minusSeconds(before - grace)));
        }
        meta.put("deletionGracePeriodSeconds", grace);
    }

    private static void raiseGeneration(ObjectNode meta) {
        long generation = Json.number(meta, 0, "generation");
        if (generation > 0) {
            meta.put("generation", generation + 1);
        }
    }

    private static void setFinalizers(ObjectNode meta, Strategy strategy, DeleteOptions options) {
        Set<String> finalizers = new LinkedHashSet<>(Json.strings(meta.path("finalizers")));
        boolean orphan = finalizers.contains("orphan");
        boolean foreground = finalizers.contains("foregroundDeletion");
        switch (options.propagationPolicy()) {
            case "Orphan" -> {
                orphan = true;
                foreground = false;
            }
            case "Foreground" -> {
                orphan = false;
                foreground = true;
            }
            case "Background" -> {
                orphan = false;
                foreground = false;
            }
            default -> orphan |= !foreground && strategy.defaultPropagation().equals("Orphan");
        }
        finalizers.remove("orphan");
        finalizers.remove("foregroundDeletion");
        if (orphan) {
            finalizers.add("orphan");
        }
        if (foreground) {
            finalizers.add("foregroundDeletion");
        }
        JsonNode before = meta.path("finalizers");
        if (!Json.strings(before).equals(java.util.List.copyOf(finalizers))) {
            ArrayNode list = meta.putArray("finalizers");
            finalizers.forEach(list::add);
            if (list.isEmpty()) {
                meta.remove("finalizers");
            }
        }
    }
}
