package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.validation.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the maker of a definition is warned of: formats that nobody knows, and rules that kubejar does not evaluate. Pure.
 * Upstream: WarningsOnCreate and WarningsOnUpdate, apiextensions-apiserver/pkg/registry/customresourcedefinition, v1.36;
 * the second warning is kubejar's own.
 */
public final class CrdWarnings {
    private static final String RULES = "x-kubernetes-validations";
    private static final Set<String> TEXTS = Set.of(
            "bsonobjectid",
            "uri",
            "email",
            "hostname",
            "ipv4",
            "ipv6",
            "cidr",
            "mac",
            "uuid",
            "uuid3",
            "uuid4",
            "uuid5",
            "isbn",
            "isbn10",
            "isbn13",
            "creditcard",
            "ssn",
            "hexcolor",
            "rgbcolor",
            "byte",
            "password",
            "date",
            "duration",
            "datetime",
            "k8sshortname",
            "k8slongname");

    private CrdWarnings() {}

    /** Warnings about a new definition. */
    public static List<String> of(ObjectNode crd) {
        List<String> out = new ArrayList<>(formats(crd));
        rules(crd, out);
        return out;
    }

    /** Warnings about a changed one; formats that were there before are known to its maker. */
    public static List<String> of(ObjectNode crd, ObjectNode old) {
        List<String> out = new ArrayList<>(formats(crd));
        out.removeAll(formats(old));
        rules(crd, out);
        return out;
    }

    private static void rules(ObjectNode crd, List<String> out) {
        for (JsonNode version : Json.at(crd, "spec", "versions")) {
            if (hasRules(Json.at(version, "schema", "openAPIV3Schema"))) {
                out.add("kubejar does not evaluate " + RULES + ": the CEL rules of version "
                        + FieldErrors.quote(Json.textOr(version, "", "name")) + " are stored and have no effect");
            }
        }
    }

    private static boolean hasRules(JsonNode schema) {
        if (!schema.path(RULES).isEmpty()) {
            return true;
        }
        for (JsonNode inner : inner(schema)) {
            if (hasRules(inner)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> formats(ObjectNode crd) {
        List<String> out = new ArrayList<>();
        for (JsonNode version : Json.at(crd, "spec", "versions")) {
            formats(Json.at(version, "schema", "openAPIV3Schema"), out);
        }
        return out;
    }

    private static void formats(JsonNode schema, List<String> out) {
        String format = Json.textOr(schema, "", "format");
        if (!format.isEmpty() && !isKnown(format, Json.textOr(schema, "", "type"))) {
            out.add("unrecognized format " + FieldErrors.quote(format));
        }
        inner(schema).forEach(inner -> formats(inner, out));
    }

    /** Upstream: GetUnrecognizedFormats, apiextensions-apiserver/pkg/apiserver/validation/formats.go. */
    private static boolean isKnown(String format, String type) {
        return switch (type) {
            case "", "string" -> TEXTS.contains(format.replace("-", ""));
            case "integer" -> format.equals("int32") || format.equals("int64");
            case "number" -> format.equals("float") || format.equals("double");
            default -> false;
        };
    }

    private static List<JsonNode> inner(JsonNode schema) {
        List<JsonNode> out = new ArrayList<>();
        for (String one : List.of("items", "additionalProperties", "not")) {
            if (schema.path(one).isObject()) {
                out.add(schema.get(one));
            }
        }
        for (String many : List.of("properties", "allOf", "anyOf", "oneOf")) {
            schema.path(many).forEach(out::add);
        }
        return out;
    }
}
