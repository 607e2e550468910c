package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON patch (RFC 6902) as the API server applies it, which is not quite the standard: indexes may count from the end, a
 * missing member equals null in a test, and replacing a missing member adds it. Upstream: gopkg.in/evanphx/json-patch.v4 patch.go and
 * jsonPatcher.applyJSPatch, v1.36.
 */
public final class JsonPatch {
    /** Most operations in one patch. */
    public static final int OPERATIONS_MAX = 10_000;

    /** Most bytes that all copy operations of one patch may add. */
    public static final int COPY_BYTES_MAX = 3 * 1024 * 1024;

    private final SortedTouch touched = new SortedTouch();
    private JsonNode root;
    private long copied;

    private JsonPatch(JsonNode root) {
        this.root = root;
    }

    /**
     * The patched tree; neither argument is changed. Objects that the patch went through have their members sorted.
     *
     * @param patch an array of operations, as {@link PatchBodies} lets through
     * @throws StatusException 422 when an operation does not apply, 413 when there are too many
     */
    public static JsonNode apply(JsonNode current, JsonNode patch) {
        if (patch.size() > OPERATIONS_MAX) {
            throw StatusException.of(
                    Reason.REQUEST_ENTITY_TOO_LARGE,
                    "Request entity is too large: The allowed maximum operations in a JSON patch is " + OPERATIONS_MAX
                            + ", got " + patch.size());
        }
        JsonPatch run = new JsonPatch(current.deepCopy());
        run.touched.add(run.root);
        for (JsonNode operation : patch) {
            run.step(operation);
        }
        run.touched.sort();
        return run.root;
    }

    private void step(JsonNode operation) {
        switch (Json.textOr(operation, "", "op")) {
            case "add" -> add(pointer(operation, "path"), value(operation));
            case "remove" -> remove(pointer(operation, "path"));
            case "replace" -> replace(pointer(operation, "path"), operation);
            case "move" -> move(pointer(operation, "from"), operation);
            case "copy" -> copy(pointer(operation, "from"), operation);
            case "test" -> test(pointer(operation, "path"), operation);
            default -> throw PatchErrors.notApplicable();
        }
    }

    /** A container and a member in it. */
    private record Place(JsonNode container, String key) {}

    private static String pointer(JsonNode operation, String member) {
        String pointer = Json.text(operation, member);
        if (pointer == null) {
            throw PatchErrors.notApplicable();
        }
        return pointer;
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? Json.nodes().nullNode() : value.deepCopy();
    }

    /** Where a pointer leads; everything but the last part must be there. */
    private Place find(String pointer) {
        String[] parts = pointer.split("/", -1);
        if (parts.length < 2) {
            throw PatchErrors.notApplicable();
        }
        JsonNode at = root;
        for (int i = 1; i < parts.length - 1; i++) {
            JsonNode next = get(at, decode(parts[i]));
            if (next == null || !next.isContainerNode()) {
                throw PatchErrors.notApplicable();
            }
            at = next;
            touched.add(at);
        }
        return new Place(at, decode(parts[parts.length - 1]));
    }

    private static String decode(String part) {
        return part.replace("~1", "/").replace("~0", "~");
    }

    /** The member; null when an object has none; an error when an array has none. */
    private static @Nullable JsonNode get(JsonNode container, String key) {
        return container.isObject() ? container.get(key) : container.get(index(key, container.size() - 1, 0));
    }

    private static int index(String key, int last, int more) {
        int index;
        try {
            index = Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw PatchErrors.notApplicable();
        }
        int size = last + 1 + more;
        int from = index < 0 ? index + size : index;
        if (from < 0 || from >= size) {
            throw PatchErrors.notApplicable();
        }
        return from;
    }

    private void add(String pointer, JsonNode value) {
        Place place = find(pointer);
        if (place.container() instanceof ObjectNode object) {
            object.set(place.key(), value);
        } else if (place.key().equals("-")) {
            ((ArrayNode) place.container()).add(value);
        } else {
            ArrayNode array = (ArrayNode) place.container();
            array.insert(index(place.key(), array.size() - 1, 1), value);
        }
    }

    private JsonNode remove(String pointer) {
        Place place = find(pointer);
        JsonNode gone = place.container() instanceof ObjectNode object
                ? object.remove(place.key())
                : ((ArrayNode) place.container())
                        .remove(index(place.key(), place.container().size() - 1, 0));
        if (gone == null) {
            throw PatchErrors.notApplicable();
        }
        return gone;
    }

    private void replace(String pointer, JsonNode operation) {
        JsonNode value = value(operation);
        if (pointer.isEmpty()) {
            if (!value.isContainerNode()) {
                throw PatchErrors.notApplicable();
            }
            root = value;
            touched.add(root);
            return;
        }
        Place place = find(pointer);
        if (place.container() instanceof ObjectNode object) {
            object.set(place.key(), value);
        } else {
            ArrayNode array = (ArrayNode) place.container();
            array.set(index(place.key(), array.size() - 1, 0), value);
        }
    }

    private void move(String from, JsonNode operation) {
        JsonNode value = remove(from);
        add(pointer(operation, "path"), value);
    }

    private void copy(String from, JsonNode operation) {
        Place place = find(from);
        JsonNode value = get(place.container(), place.key());
        JsonNode copy = value == null ? Json.nodes().nullNode() : value.deepCopy();
        copied += value == null ? 0 : Json.bytes(copy).length;
        String to = pointer(operation, "path");
        find(to);
        if (copied > COPY_BYTES_MAX) {
            throw PatchErrors.notApplicable();
        }
        add(to, copy);
    }

    private void test(String pointer, JsonNode operation) {
        JsonNode wanted = value(operation);
        JsonNode actual;
        if (pointer.isEmpty()) {
            actual = root;
        } else {
            Place place = find(pointer);
            JsonNode found = get(place.container(), place.key());
            actual = Objects.requireNonNullElseGet(found, () -> Json.nodes().nullNode());
        }
        if (!equal(actual, wanted)) {
            throw PatchErrors.notApplicable();
        }
    }

    private static boolean equal(JsonNode left, JsonNode right) {
        if (left.isObject() && right.isObject()) {
            return left.size() == right.size()
                    && left.properties().stream()
                            .allMatch(e -> right.has(e.getKey()) && equal(e.getValue(), right.get(e.getKey())));
        }
        if (left.isArray() && right.isArray()) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!equal(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return GoText.same(left, right);
    }
}
