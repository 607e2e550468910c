package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decodes a custom resource: metadata as for every kind, the rest pruned by the schema, nulls that mean nothing taken
 * out. Defaults are a step of their own ({@link Defaulting}). Upstream: schemaCoercingDecoder and
 * unstructuredSchemaCoercer, apiextensions-apiserver/pkg/apiserver/customresource_handler.go, v1.36.
 */
public final class CustomDecoder {
    private final RawObject raw;
    private final List<String> warnings = new ArrayList<>();

    private CustomDecoder(RawObject raw) {
        this.raw = raw;
    }

    /**
     * Decodes the body of a request that must carry a custom kind; the body itself is for messages. Every refusal has
     * upstream's whole message.
     */
    public static Decoded decode(RawObject raw, byte[] body, Gvk expected, Schema schema, Strictness strictness) {
        BodyDecoder.requireDocument(raw, body, expected);
        Gvk said = BodyDecoder.said(raw.tree(), body, expected);
        if (said.kind().isEmpty()) {
            String text = new String(body, StandardCharsets.UTF_8);
            throw BodyDecoder.unrecognized(expected, "Object 'Kind' is missing in '" + text + "'", body);
        }
        Decoded decoded;
        try {
            decoded = decode(raw, schema, strictness);
        } catch (DecodingException e) {
            throw BodyDecoder.cannotBeHandled(said, expected, e.words());
        }
        if (!said.apiVersion().equals(expected.apiVersion())) {
            throw StatusException.badRequest("the API version in the data (" + said.apiVersion()
                    + ") does not match the expected API version (" + expected.apiVersion() + ")");
        }
        if (!said.kind().equals(expected.kind())) {
            String why = "Invalid value: " + Go.quote(said.kind()) + ": must be " + expected.kind();
            String name = Json.textOr(decoded.tree(), "", "metadata", "name");
            throw StatusException.invalid(expected, name, List.of(new Cause("FieldValueInvalid", why, "kind")));
        }
        return decoded;
    }

    /** Decodes a document. Throws {@link DecodingException} as {@link ObjectDecoder} does. */
    public static Decoded decode(RawObject raw, Schema schema, Strictness strictness) {
        CustomDecoder decoder = new CustomDecoder(raw);
        ObjectNode out = decoder.object(schema);
        if (strictness == Strictness.STRICT && !decoder.warnings.isEmpty()) {
            throw new DecodingException("strict decoding error: " + String.join(", ", decoder.warnings));
        }
        return new Decoded(out, strictness == Strictness.IGNORE ? List.of() : List.copyOf(decoder.warnings));
    }

    private ObjectNode object(Schema schema) {
        ObjectNode tree = (ObjectNode) raw.tree();
        duplicates(tree, "");
        ObjectNode out = Json.object();
        out.setAll(tree);
        metadata(out, "");
        Pruning.Pruned pruned = Pruning.object(out, schema);
        pruned.unknown().forEach(this::unknown);
        out = Defaulting.withoutNulls(pruned.tree(), schema);
        return (ObjectNode) embedded(out, schema, "");
    }

    private void unknown(String path) {
        warnings.add("unknown field \"" + path + "\"");
    }

    /** Brings the metadata of an object into the form that all kinds have. */
    private void metadata(ObjectNode owner, String path) {
        JsonNode given = owner.get("metadata");
        if (given == null) {
            return;
        }
        Decoded decoded = ObjectDecoder.decode(RawObject.of(given), Schemas.objectMeta(), Strictness.WARN);
        owner.set("metadata", decoded.tree());
        String prefix = path.isEmpty() ? "metadata." : path + ".metadata.";
        for (String warning : decoded.warnings()) {
            unknown(prefix + warning.substring(warning.indexOf('"') + 1, warning.length() - 1));
        }
    }

    /** Does the same for the objects inside the object. */
    private JsonNode embedded(JsonNode value, Schema schema, String path) {
        if (value instanceof ArrayNode array) {
            Schema items = schema.items();
            if (items == null) {
                return array;
            }
            ArrayNode out = Json.array();
            for (int i = 0; i < array.size(); i++) {
                out.add(embedded(array.get(i), items, path + "[" + i + "]"));
            }
            return out;
        }
        if (!(value instanceof ObjectNode object)) {
            return value;
        }
        ObjectNode out = Json.object();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            Schema property = schema.property(name);
            Schema place = property == null ? schema.additionalProperties() : property;
            String at = path.isEmpty() ? name : path + "." + name;
            out.set(name, place == null ? member.getValue() : embedded(member.getValue(), place, at));
        }
        if (schema.isEmbeddedResource()) {
            metadata(out, path);
        }
        return out;
    }

    private void duplicates(JsonNode value, String path) {
        if (value instanceof ObjectNode object) {
            List<RawObject.Duplicate> found = raw.duplicatesOf(object);
            int seen = 0;
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                report(found, seen++, path);
                duplicates(member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey());
            }
            report(found, seen, path);
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                duplicates(array.get(i), path + "[" + i + "]");
            }
        }
    }

    private void report(List<RawObject.Duplicate> found, int seen, String path) {
        for (RawObject.Duplicate duplicate : found) {
            String warning = "duplicate field \"" + (path.isEmpty() ? "" : path + ".") + duplicate.field() + "\"";
            if (duplicate.after() == seen && !warnings.contains(warning)) {
                warnings.add(warning);
            }
        }
    }
}
