package io.kubejar.server.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.HtmlSafe;
import io.kubejar.core.object.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Writes each parameter of a version 2 document once and refers to it, except for those that kubectl looks for where
 * they are used. Upstream: collectSharedParameters, kube-openapi pkg/builder/parameters.go, as of v1.36.
 */
final class SharedParameters {
    private static final int SHOWN_BYTES = 6;

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, JsonNode> shared = new TreeMap<>();

    private SharedParameters() {}

    /** Replaces the parameters within the paths by references, and gives the parameters by name. */
    static ObjectNode extract(ObjectNode paths) {
        SharedParameters out = new SharedParameters();
        Map<String, JsonNode> keys = new TreeMap<>();
        replace(paths, p -> {
            if (isShared(p)) {
                keys.putIfAbsent(HtmlSafe.json(Json.string(p)), p);
            }
            return p;
        });
        keys.forEach(out::name);
        replace(paths, p -> {
            String name = isShared(p) ? out.names.get(HtmlSafe.json(Json.string(p))) : null;
            return name == null ? p : Json.object().put("$ref", "#/parameters/" + name);
        });
        ObjectNode all = Json.object();
        all.setAll(out.shared);
        return all;
    }

    private static void replace(ObjectNode paths, UnaryOperator<ObjectNode> edit) {
        paths.forEach(path -> {
            replaceIn(path, edit);
            path.forEach(operation -> replaceIn(operation, edit));
        });
    }

    private static void replaceIn(JsonNode owner, UnaryOperator<ObjectNode> edit) {
        if (owner.path("parameters") instanceof ArrayNode parameters) {
            for (int i = 0; i < parameters.size(); i++) {
                parameters.set(i, edit.apply((ObjectNode) parameters.get(i)));
            }
        }
    }

    private static boolean isShared(ObjectNode parameter) {
        String name = parameter.path("name").asText();
        String in = parameter.path("in").asText();
        if (in.equals("body")) {
            String body = parameter.path("schema").path("$ref").asText();
            return body.startsWith("#/definitions/io.k8s.apimachinery");
        }
        return !name.equals("name") && !name.equals("fieldValidation") && !name.equals("dryRun");
    }

    private void name(String key, JsonNode parameter) {
        String name = parameter.path("name").asText() + "-" + hash(key);
        names.put(key, name);
        shared.put(name, parameter);
    }

    /** FNV-1 with 64 bits, of which 48 are shown. */
    private static String hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash *= 0x100000001b3L;
            hash ^= b & 0xff;
        }
        byte[] shown =
                Arrays.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(hash).array(), SHOWN_BYTES);
        return Base64.getUrlEncoder().encodeToString(shown);
    }
}
