package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * The short hashes in the names of ReplicaSets and ControllerRevisions: the same that upstream makes, so that a name that
 * is known from a real cluster is right here. Upstream: controller.ComputeHash, history.HashControllerRevision and
 * rand.SafeEncodeString, v1.36.
 */
public final class TemplateHash {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TemplateHash() {}

    /**
     * The hash of a pod template.
     *
     * @param collisions {@code status.collisionCount}; a missing node leaves it out
     */
    public static String ofTemplate(JsonNode template, JsonNode collisions) {
        int hash = FNV_OFFSET;
        for (byte b : GoDump.ofTemplate(template).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        if (collisions.isNumber()) {
            long count = collisions.longValue();
            for (int i = 0; i < 8; i++) { // little endian, the upper half is empty
                hash = (hash ^ (i < 4 ? (int) (count >> (8 * i)) & 0xff : 0)) * FNV_PRIME;
            }
        }
        return encode(hash);
    }

    /** The hash of what a ControllerRevision holds; the order of members does not count. */
    public static String ofData(JsonNode data, int collisions) {
        String text = Json.string(sorted(data))
                        .replace("<", "\\u003c")
                        .replace(">", "\\u003e")
                        .replace("&", "\\u0026")
                + collisions;
        int hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash * FNV_PRIME) ^ (b & 0xff);
        }
        return encode(hash);
    }

    private static String encode(int hash) {
        StringBuilder out = new StringBuilder();
        Integer.toUnsignedString(hash).chars().forEach(c -> out.append(LETTERS.charAt(c % LETTERS.length())));
        return out.toString();
    }

    /** A copy of a tree with the members of every object in the order of their names. */
    private static JsonNode sorted(JsonNode tree) {
        if (tree.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            tree.properties().forEach(e -> members.put(e.getKey(), sorted(e.getValue())));
            ObjectNode out = Json.object();
            members.forEach(out::set);
            return out;
        }
        if (tree.isArray()) {
            ArrayNode out = Json.array();
            tree.forEach(e -> out.add(sorted(e)));
            return out;
        }
        return tree;
    }
}
