package io.kubejar.server.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.JsonSyntax;
import io.kubejar.server.schema.Go;
import io.kubejar.server.validation.Checks;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules of a secret. Upstream: ValidateSecret and ValidateSecretUpdate, pkg/apis/core/validation, v1.36. */
final class SecretRules {
    private static final String ACCOUNT = "kubernetes.io/service-account.name";

    private SecretRules() {}

    static void create(ObjectNode secret, FieldErrors errors) {
        JsonNode data = secret.path("data");
        long size = 0;
        for (var entry : data.properties()) {
            ConfigMapRules.key(entry.getKey(), "data", errors);
            size += ConfigMapRules.bytes(entry.getValue()).length;
        }
        if (size > ConfigMapRules.SIZE_MAX) {
            errors.tooLong("data", ConfigMapRules.SIZE_MAX);
        }
        type(secret, data, errors);
    }

    /** What a secret of a type must have. */
    private static void type(ObjectNode secret, JsonNode data, FieldErrors errors) {
        switch (Json.textOr(secret, "", "type")) {
            case "kubernetes.io/service-account-token" -> {
                if (Json.textOr(secret, "", "metadata", "annotations", ACCOUNT).isEmpty()) {
                    errors.required("metadata.annotations[" + ACCOUNT + "]", "");
                }
            }
            case "kubernetes.io/dockercfg" -> json(data, ".dockercfg", errors);
            case "kubernetes.io/dockerconfigjson" -> json(data, ".dockerconfigjson", errors);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    errors.required("data[username]", "");
                    errors.required("data[password]", "");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.path("ssh-privatekey").asText("").isEmpty()) {
                    errors.required("data[ssh-privatekey]", "");
                }
            }
            case "kubernetes.io/tls" -> {
                for (String key : List.of("tls.crt", "tls.key")) {
                    if (!data.has(key)) {
                        errors.required("data[" + key + "]", "");
                    }
                }
            }
            default -> {}
        }
    }

    private static void json(JsonNode data, String key, FieldErrors errors) {
        String path = "data[" + key + "]";
        if (!data.has(key)) {
            errors.required(path, "");
            return;
        }
        byte[] text = ConfigMapRules.bytes(data.get(key));
        String problem = JsonSyntax.problem(text);
        if (problem == null) {
            problem = notAMap(Json.parse(new String(text, StandardCharsets.UTF_8)));
        }
        if (!problem.isEmpty()) {
            errors.invalid(path, "<secret contents redacted>", problem);
        }
    }

    /** Upstream: encoding/json's UnmarshalTypeError; "" for an object and for null. */
    private static String notAMap(JsonNode value) {
        return value.isObject() || value.isNull()
                ? ""
                : "json: cannot unmarshal " + Go.jsonWord(value) + " into Go value of type map[string]interface {}";
    }

    static void update(ObjectNode secret, ObjectNode old, FieldErrors errors) {
        Checks.immutable(secret, old, "type", "", errors);
        ConfigMapRules.immutable(secret, old, List.of("data"), errors);
        ObjectMetaRules.again(secret, errors);
        create(secret, errors);
    }
}
