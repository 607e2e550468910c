package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.util.Map;

/** Moving parts of objects between an old and a new state. */
public final class StatusUpdates {
    private static final String[] KEPT_METADATA = {"deletionTimestamp", "deletionGracePeriodSeconds", "generation"};

    private StatusUpdates() {}

    /** The new state becomes the old one with another status; labels, annotations and finalizers may come along. */
    public static void keepAllButStatus(ObjectNode object, ObjectNode old) {
        JsonNode status = object.get("status");
        JsonNode meta = object.get("metadata");
        object.removeAll();
        for (Map.Entry<String, JsonNode> member : old.properties()) {
            String name = member.getKey();
            if (name.equals("metadata") && meta instanceof ObjectNode fresh) {
                keepSystemMetadata(fresh, (ObjectNode) member.getValue());
                object.set(name, fresh);
            } else if (!name.equals("status")) {
                object.set(name, member.getValue().deepCopy());
            } else if (status != null) {
                object.set(name, status);
            }
        }
        if (status != null) {
            object.set("status", status);
        }
    }

    /** The new state gets the old status; a missing one stays missing. */
    public static void keepStatus(ObjectNode object, ObjectNode old) {
        JsonNode status = old.get("status");
        if (status == null) {
            object.remove("status");
        } else {
            object.set("status", status.deepCopy());
        }
    }

    /** Raises {@code metadata.generation} when {@code spec} differs. */
    public static void raiseGeneration(ObjectNode object, ObjectNode old) {
        long before = Json.number(old, 0, "metadata", "generation");
        boolean same = object.path("spec").equals(old.path("spec"));
        Json.child(object, "metadata").put("generation", same ? before : before + 1);
    }

    private static void keepSystemMetadata(ObjectNode fresh, ObjectNode old) {
        for (String field : KEPT_METADATA) {
            JsonNode value = old.get(field);
            if (value == null) {
                fresh.remove(field);
            } else {
                fresh.set(field, value);
            }
        }
    }
}
