package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The rules of a config map. Upstream: ValidateConfigMap and ValidateConfigMapUpdate, pkg/apis/core/validation, v1.36. */
final class ConfigMapRules {
    /** How many bytes all values together may have, of a config map as of a secret. */
    static final int SIZE_MAX = 1024 * 1024;

    private ConfigMapRules() {}

    static void create(ObjectNode map, FieldErrors errors) {
        JsonNode binary = map.path("binaryData");
        long size = 0;
        for (var entry : map.path("data").properties()) {
            key(entry.getKey(), "data", errors);
            if (binary.has(entry.getKey())) {
                errors.invalid(
                        "data[" + entry.getKey() + "]", entry.getKey(), "duplicate of key present in binaryData");
            }
            size += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        for (var entry : binary.properties()) {
            key(entry.getKey(), "binaryData", errors);
            size += bytes(entry.getValue()).length;
        }
        if (size > SIZE_MAX) {
            errors.tooLong("", SIZE_MAX);
        }
    }

    /** A key of one of the lists. */
    static void key(String key, String list, FieldErrors errors) {
        Checks.key(key).forEach(w -> errors.invalid(list + "[" + key + "]", key, w));
    }

    /** The bytes of a value that is written in base 64. */
    static byte[] bytes(JsonNode value) {
        return Base64.getDecoder().decode(value.asText(""));
    }

    static void update(ObjectNode map, ObjectNode old, FieldErrors errors) {
        immutable(map, old, List.of("data", "binaryData"), errors);
        ObjectMetaRules.again(map, errors);
        create(map, errors);
    }

    /** What is immutable stays so, and keeps its data. */
    static void immutable(ObjectNode object, ObjectNode old, List<String> fields, FieldErrors errors) {
        if (!Json.isTrue(old, "immutable")) {
            return;
        }
        String detail = "field is immutable when `immutable` is set";
        if (!Json.isTrue(object, "immutable")) {
            errors.forbidden("immutable", detail);
        }
        for (String field : fields) {
            if (!Checks.same(object.path(field), old.path(field))) {
                errors.forbidden(field, detail);
            }
        }
    }
}
