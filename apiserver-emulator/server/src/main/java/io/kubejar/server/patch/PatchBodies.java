package io.kubejar.server.patch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.JsonSyntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the bodies of patches. Upstream: jsonPatcher.applyJSPatch and strategicPatchObject,
 * apiserver/pkg/endpoints/handlers/patch.go, v1.36.
 */
public final class PatchBodies {
    private static final Set<String> OPERATION_MEMBERS = Set.of("op", "path", "from", "value");

    private final List<String> strict = new ArrayList<>();

    private PatchBodies() {}

    /**
     * A patch that was read.
     *
     * @param tree its body
     * @param strictErrors members that are there twice or that an operation does not know, in the words of warnings; to be
     *     reported before those of the patched object
     */
    public record Body(JsonNode tree, List<String> strictErrors) {}

    /**
     * Reads the body of a JSON, merge or strategic merge patch.
     *
     * @param strictness whether the request asks for warnings or errors about fields ({@code fieldValidation} is not
     *     {@code Ignore}); otherwise the texts of errors differ and there are no strict errors
     * @throws StatusException 400 when it is no such patch
     */
    public static Body read(Patch.Type type, byte[] body, boolean strictness) {
        PatchBodies reader = new PatchBodies();
        JsonNode tree = reader.tree(type, body, strictness);
        String prefix = prefix(type, strictness);
        if (type == Patch.Type.JSON) {
            reader.checkOperations(tree, prefix, strictness);
        } else if (!tree.isObject() && (type == Patch.Type.STRATEGIC || strictness)) {
            throw StatusException.badRequest(prefix + "json: cannot unmarshal " + GoText.jsonType(tree)
                    + " into Go value of type map[string]interface {}");
        } else if (!tree.isContainerNode()) {
            throw StatusException.badRequest("Invalid JSON Patch");
        }
        return new Body(tree, strictness ? List.copyOf(reader.strict) : List.of());
    }

    private static String prefix(Patch.Type type, boolean strictness) {
        return type == Patch.Type.STRATEGIC || !strictness ? "" : "error decoding patch: ";
    }

    private JsonNode tree(Patch.Type type, byte[] body, boolean strictness) {
        String problem = null;
        try (JsonParser parser = Json.parser(body)) {
            if (parser.nextToken() != null) {
                JsonNode tree = value(parser, "", type);
                if (parser.nextToken() == null) {
                    return tree;
                }
            }
        } catch (IOException e) {
            problem = e.getMessage();
        }
        String go = JsonSyntax.problem(body);
        String said = go != null ? go : String.valueOf(problem);
        throw StatusException.badRequest(
                type == Patch.Type.MERGE && !strictness ? "Invalid JSON Patch" : prefix(type, strictness) + said);
    }

    private JsonNode value(JsonParser parser, String path, Patch.Type type) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return object(parser, path, type);
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            ArrayNode array = Json.array();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(parser, path + "[" + array.size() + "]", type));
            }
            return array;
        }
        return scalar(parser);
    }

    private static JsonNode scalar(JsonParser parser) throws IOException {
        JsonNodeFactory nodes = Json.nodes();
        return switch (parser.currentToken()) {
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> nodes.numberNode(parser.getIntValue());
                    case LONG -> nodes.numberNode(parser.getLongValue());
                    default -> nodes.numberNode(parser.getBigIntegerValue());
                };
            default -> nodes.nullNode();
        };
    }

    private ObjectNode object(JsonParser parser, String path, Patch.Type type) throws IOException {
        ObjectNode object = Json.object();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            String at = path.isEmpty() ? member : path + "." + member;
            if (object.has(member)) {
                strict.add((type == Patch.Type.JSON ? "json patch " : "") + "duplicate field \"" + at + "\"");
            }
            object.set(member, value(parser, at, type));
        }
        return object;
    }

    private void checkOperations(JsonNode tree, String prefix, boolean strictness) {
        String list = strictness ? "[]handlers.jsonPatchOp" : "jsonpatch.Patch";
        String element = strictness ? "handlers.jsonPatchOp" : "jsonpatch.Operation";
        if (!tree.isArray() && !tree.isNull()) {
            throw wrongType(prefix, tree, "Go value of type " + list);
        }
        for (int i = 0; i < tree.size(); i++) {
            JsonNode operation = tree.get(i);
            if (!operation.isObject() && !operation.isNull()) {
                throw wrongType(prefix, operation, "Go value of type " + element);
            }
            if (!strictness) {
                continue;
            }
            for (String member : List.of("op", "path", "from")) {
                JsonNode value = operation.path(member);
                if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
                    throw wrongType(prefix, value, "Go struct field jsonPatchOp." + member + " of type string");
                }
            }
            for (Map.Entry<String, JsonNode> entry : operation.properties()) {
                String member = entry.getKey();
                if (!OPERATION_MEMBERS.contains(member)) {
                    strict.add("json patch unknown field \"[" + i + "]." + member + "\"");
                }
            }
        }
    }

    private static StatusException wrongType(String prefix, JsonNode value, String target) {
        return StatusException.badRequest(
                prefix + "json: cannot unmarshal " + GoText.jsonType(value) + " into " + target);
    }
}
