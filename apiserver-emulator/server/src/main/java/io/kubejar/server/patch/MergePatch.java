package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Map;

/**
 * JSON merge patch (RFC 7396): members of objects are merged, null removes one, everything else is replaced. Upstream:
 * gopkg.in/evanphx/json-patch.v4 merge.go, v1.36.
 */
public final class MergePatch {
    private final SortedTouch touched = new SortedTouch();

    private MergePatch() {}

    /**
     * The patched tree; neither argument is changed. Objects that the patch went through have their members sorted.
     *
     * @param patch an object; anything else takes the current tree's place
     */
    public static JsonNode apply(JsonNode current, JsonNode patch) {
        MergePatch run = new MergePatch();
        JsonNode merged = run.merge(current.deepCopy(), patch.deepCopy());
        run.touched.sort();
        return merged;
    }

    private JsonNode merge(JsonNode current, JsonNode patch) {
        if (!(current instanceof ObjectNode object)) {
            prune(patch);
            return patch;
        }
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        touched.add(object);
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            JsonNode value = change.getValue();
            JsonNode old = object.get(change.getKey());
            if (value.isNull()) {
                object.remove(change.getKey());
            } else if (old == null || old.isNull()) {
                prune(value);
                object.set(change.getKey(), value);
            } else {
                object.set(change.getKey(), merge(old, value));
            }
        }
        return object;
    }

    /** Takes the nulls out of what is new; those in lists stay. */
    private void prune(JsonNode value) {
        touched.add(value);
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : new ArrayList<>(object.properties())) {
                if (member.getValue().isNull()) {
                    object.remove(member.getKey());
                } else {
                    prune(member.getValue());
                }
            }
        } else {
            value.forEach(this::prune);
        }
    }
}
