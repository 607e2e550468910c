package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Decodes the body of a request that must carry one kind; every refusal is a BadRequest with upstream's whole message.
 * Upstream: the serializer's Decode and transformDecodeError, apiserver/pkg/endpoints/handlers, v1.36.
 */
public final class BodyDecoder {
    private static final String TYPE_META =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";
    private static final int SHOWN = 30;

    private BodyDecoder() {}

    /**
     * Decodes a JSON body into a built-in kind; what it leaves out of kind and apiVersion is taken from the expected
     * kind.
     */
    public static Decoded decode(byte[] body, Gvk expected, Strictness strictness) {
        RawObject raw;
        try {
            raw = RawObject.parse(body);
        } catch (DecodingException e) {
            throw unrecognized(expected, "couldn't get version/kind; json parse error: " + e.words(), body);
        }
        return decode(raw, body, expected, strictness);
    }

    /** As {@link #decode(byte[], Gvk, Strictness)}, for a document that was read otherwise; the body is for messages. */
    public static Decoded decode(RawObject raw, byte[] body, Gvk expected, Strictness strictness) {
        requireDocument(raw, body, expected);
        Gvk actual = kindOf(raw.tree(), body, expected);
        Schema schema = Schemas.of(actual);
        if (schema == null) {
            throw cannotBeHandled(
                    actual,
                    expected,
                    "no kind " + Go.quote(actual.kind()) + " is registered for version " + Go.quote(actual.apiVersion())
                            + " in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        }
        RawObject document = raw.tree().isNull() ? RawObject.of(Json.object()) : raw;
        Decoded decoded;
        try {
            decoded = ObjectDecoder.decode(document, schema, strictness);
        } catch (DecodingException e) {
            throw cannotBeHandled(actual, expected, e.words());
        }
        if (!actual.equals(expected)) {
            throw otherKind(actual, expected);
        }
        return new Decoded(withKind(decoded.tree(), expected), decoded.warnings());
    }

    /** Refuses a body that is no document at all. */
    static void requireDocument(RawObject raw, byte[] body, Gvk expected) {
        String problem = raw.problem();
        if (problem != null) {
            throw unrecognized(expected, problem, body);
        }
    }

    /** The kind that a document says to be, completed by the expected one. Upstream: SimpleMetaFactory.Interpret. */
    public static Gvk kindOf(JsonNode tree, byte[] body, Gvk expected) {
        Gvk said = said(tree, body, expected);
        String kind = said.kind().isEmpty() ? expected.kind() : said.kind();
        boolean any = said.version().isEmpty()
                && (said.group().isEmpty() || said.group().equals(expected.group()));
        return any ? new Gvk(expected.group(), expected.version(), kind) : new Gvk(said.group(), said.version(), kind);
    }

    /** The kind that a document says to be, with "" for what it does not say. */
    static Gvk said(JsonNode tree, byte[] body, Gvk expected) {
        if (!tree.isObject() && !tree.isNull()) {
            String why = "json: cannot unmarshal " + Go.jsonWord(tree) + " into Go value of type " + TYPE_META;
            throw unrecognized(expected, "couldn't get version/kind; json parse error: " + why, body);
        }
        String apiVersion = text(tree, "apiVersion", body, expected);
        String kind = text(tree, "kind", body, expected);
        if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            throw unrecognized(expected, "unexpected GroupVersion string: " + apiVersion, body);
        }
        return Gvk.of(apiVersion, kind);
    }

    private static String text(JsonNode tree, String field, byte[] body, Gvk expected) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            String why = "json: cannot unmarshal " + Go.jsonWord(value) + " into Go struct field ." + field
                    + " of type string";
            throw unrecognized(expected, "couldn't get version/kind; json parse error: " + why, body);
        }
        return value.textValue();
    }

    /** The refusal of a body that names its kind. */
    public static StatusException cannotBeHandled(Gvk actual, Gvk expected, String why) {
        return StatusException.badRequest(actual.kind() + " in version " + Go.quote(actual.version())
                + " cannot be handled as a " + expected.kind() + ": " + why);
    }

    private static StatusException otherKind(Gvk actual, Gvk expected) {
        if (actual.kind().equals(expected.kind())) {
            return StatusException.badRequest("the API version in the data (" + actual.apiVersion()
                    + ") does not match the expected API version (" + expected.apiVersion() + ")");
        }
        String internal = expected.group().isEmpty() ? "core" : expected.group().replaceFirst("\\..*", "");
        return cannotBeHandled(
                actual,
                expected,
                "converting (" + actual.version() + "." + actual.kind() + ") to (" + internal + "." + expected.kind()
                        + "): unknown conversion");
    }

    static StatusException unrecognized(Gvk expected, String why, byte[] body) {
        return StatusException.badRequest("the object provided is unrecognized (must be of type " + expected.kind()
                + "): " + why + " (" + summary(body) + ")");
    }

    /** Upstream: summarizeData, apiserver/pkg/endpoints/handlers/rest.go. */
    private static String summary(byte[] body) {
        if (body.length == 0) {
            return "<empty>";
        }
        boolean whole = body.length <= SHOWN;
        byte[] shown = whole ? body : java.util.Arrays.copyOf(body, SHOWN);
        String text = body[0] == '{'
                ? new String(shown, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(shown);
        return whole ? text : text + " ...";
    }

    private static ObjectNode withKind(ObjectNode tree, Gvk kind) {
        ObjectNode out = Json.object();
        out.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        tree.properties().forEach(e -> out.putIfAbsent(e.getKey(), e.getValue()));
        return out;
    }
}
