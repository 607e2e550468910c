package io.kubejar.server.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge patch: a merge patch that knows which lists merge by key, and directives for the rest. Upstream:
 * strategicpatch.StrategicMergeMapPatch, apimachinery/pkg/util/strategicpatch/patch.go, v1.36.
 */
public final class StrategicMergePatch {
    static final String DIRECTIVE = "$patch";
    static final String RETAIN_KEYS = "$retainKeys";
    static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList";
    static final String ELEMENT_ORDER = "$setElementOrder";

    private StrategicMergePatch() {}

    /**
     * The patched tree; neither argument is changed.
     *
     * @param patch an object
     * @param rules of the object's type
     * @throws StatusException 400 for a directive of the wrong form, 422 for lists of lists, 500 for everything else that
     *     upstream does not map
     */
    public static JsonNode apply(JsonNode current, JsonNode patch, MergeRules rules) {
        return mergeObject((ObjectNode) current.deepCopy(), (ObjectNode) patch.deepCopy(), rules);
    }

    static ObjectNode mergeObject(ObjectNode original, ObjectNode patch, MergeRules rules) {
        JsonNode directive = patch.get(DIRECTIVE);
        if (directive != null) {
            return directed(directive, patch);
        }
        retainKeys(original, patch);
        ElementOrder.apply(original, patch, rules);
        for (Map.Entry<String, JsonNode> change : new ArrayList<>(patch.properties())) {
            if (change.getKey().startsWith(DELETE_FROM_LIST)) {
                String member = listNamedBy(change.getKey(), DELETE_FROM_LIST, "primitive list");
                mergeMember(original, member, change.getValue(), rules, true);
            } else {
                mergeMember(original, change.getKey(), change.getValue(), rules, false);
            }
        }
        return original;
    }

    private static ObjectNode directed(JsonNode directive, ObjectNode patch) {
        return switch (directive.asText()) {
            case "replace" -> {
                patch.remove(DIRECTIVE);
                yield patch;
            }
            case "delete" -> Json.object();
            default -> throw unknownDirective(directive, patch);
        };
    }

    static StatusException unknownDirective(JsonNode directive, ObjectNode patch) {
        return PatchErrors.failed("unknown patch type: " + GoText.show(directive) + " in map: " + GoText.show(patch));
    }

    private static void retainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode keys = patch.remove(RETAIN_KEYS);
        if (keys == null) {
            return;
        }
        if (!keys.isArray()) {
            throw badForm("retainKeys");
        }
        List<String> retained = Json.strings(keys);
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            boolean exempt = member.getValue().isNull()
                    || member.getKey().startsWith(DELETE_FROM_LIST)
                    || member.getKey().startsWith(ELEMENT_ORDER);
            if (!exempt && !retained.contains(member.getKey())) {
                throw badForm("retainKeys");
            }
        }
        original.retain(retained);
    }

    static StatusException badForm(String what) {
        return StatusException.badRequest("invalid patch format of " + what);
    }

    static String listNamedBy(String key, String prefix, String what) {
        if (!key.startsWith(prefix + "/")) {
            throw badForm(what);
        }
        return key.substring(prefix.length() + 1);
    }

    private static void mergeMember(
            ObjectNode original, String member, JsonNode change, MergeRules rules, boolean deletes) {
        if (change.isNull()) {
            original.remove(member);
            return;
        }
        JsonNode old = original.get(member);
        if (old == null || !GoText.type(old).equals(GoText.type(change)) || !old.isContainerNode()) {
            boolean isNewOrOther = old == null || !GoText.type(old).equals(GoText.type(change));
            if (!(deletes && isNewOrOther)) {
                set(original, member, change);
            }
            return;
        }
        if (old instanceof ObjectNode object) {
            MergeRules.Field field = field(rules, member);
            original.set(
                    member,
                    field.strategy().equals("replace")
                            ? change
                            : mergeObject(object, (ObjectNode) change, field.type()));
        } else {
            MergeRules.Field field = listField(rules, member);
            original.set(member, mergeList((ArrayNode) old, (ArrayNode) change, field, deletes));
        }
    }

    /** A new value as it is, without nulls and without what its directives take away. */
    private static void set(ObjectNode original, String member, JsonNode value) {
        discardNulls(value);
        JsonNode clean = withoutDirectives(value);
        if (clean == null) {
            original.remove(member);
        } else {
            original.set(member, clean);
        }
    }

    static ArrayNode mergeList(ArrayNode original, ArrayNode patch, MergeRules.Field field, boolean deletes) {
        return field.merges() || deletes ? ListMerge.merge(original, patch, field, deletes) : patch;
    }

    static MergeRules.Field field(MergeRules rules, String member) {
        if (!rules.kind().equals("struct")) {
            throw PatchErrors.failed(
                    "merging an object in json but data type is not struct, instead is: " + rules.kind());
        }
        MergeRules.Field field = rules.field(member);
        if (field == null) {
            throw PatchErrors.failed(
                    "unable to find api field in struct " + rules.name() + " for the json field \"" + member + "\"");
        }
        return field;
    }

    static MergeRules.Field listField(MergeRules rules, String member) {
        MergeRules.Field field = field(rules, member);
        if (!field.list()) {
            throw PatchErrors.failed("expected slice or array type, but got: " + rules.kind());
        }
        return field;
    }

    private static void discardNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : new ArrayList<>(object.properties())) {
                if (member.getValue().isNull()) {
                    object.remove(member.getKey());
                } else {
                    discardNulls(member.getValue());
                }
            }
        } else {
            value.forEach(StrategicMergePatch::discardNulls);
        }
    }

    /** The value without objects that carry a directive; null when it is one itself. Upstream: removeDirectives. */
    static @Nullable JsonNode withoutDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(DIRECTIVE)) {
                return null;
            }
            for (Map.Entry<String, JsonNode> member : new ArrayList<>(object.properties())) {
                JsonNode clean = withoutDirectives(member.getValue());
                if (clean == null) {
                    object.remove(member.getKey());
                } else {
                    object.set(member.getKey(), clean);
                }
            }
            return object;
        }
        if (value.isArray()) {
            ArrayNode out = Json.array();
            for (JsonNode element : value) {
                JsonNode clean = withoutDirectives(element);
                if (clean != null) {
                    out.add(clean);
                }
            }
            return out;
        }
        return value;
    }
}
