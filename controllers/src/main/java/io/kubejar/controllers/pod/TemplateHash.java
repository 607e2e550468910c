package io.kubejar.controllers.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * Short hashes of templates and other trees, safe in names. Upstream: controller.ComputeHash and rand.SafeEncodeString,
 * v1.36; the same form and strength, over the JSON instead of the Go value, because the hash itself is no API.
 */
public final class TemplateHash {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private TemplateHash() {}

    /**
     * The hash of a tree; the order of members does not count.
     *
     * @param collisions {@code status.collisionCount}; a missing node leaves it out
     */
    public static String of(JsonNode tree, JsonNode collisions) {
        int hash = fnv(FNV_OFFSET, Json.string(sorted(tree)).getBytes(StandardCharsets.UTF_8));
        if (collisions.isNumber()) {
            hash = fnv(hash, Integer.toString(collisions.intValue()).getBytes(StandardCharsets.UTF_8));
        }
        StringBuilder out = new StringBuilder();
        Integer.toUnsignedString(hash).chars().forEach(c -> out.append(LETTERS.charAt(c % LETTERS.length())));
        return out.toString();
    }

    private static int fnv(int start, byte[] bytes) {
        int hash = start;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
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
