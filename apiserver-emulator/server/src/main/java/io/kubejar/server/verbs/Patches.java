package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.Patch;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.patch.JsonPatch;
import io.kubejar.server.patch.MergePatch;
import io.kubejar.server.patch.PatchErrors;
import io.kubejar.server.patch.RestoreErrors;
import io.kubejar.server.patch.StrategicMergePatch;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.schema.Schema;
import io.kubejar.server.schema.Schemas;
import org.jspecify.annotations.Nullable;

/** Applies patches of every form that is served, and decodes what comes out. */
final class Patches {
    private final VerbContext.Decoding decoding;

    Patches(VerbContext.Decoding decoding) {
        this.decoding = decoding;
    }

    /** The patched object, decoded and with defaults. */
    ObjectNode apply(ResourceDef def, Call call, ApiObject current, Patch patch) {
        return switch (patch.type()) {
            case JSON -> decode(def, call, JsonPatch.apply(current.tree(), patch.body()), null);
            case MERGE -> decode(def, call, MergePatch.apply(current.tree(), patch.body()), null);
            case STRATEGIC -> decode(def, call, strategic(def, current, patch.body()), patch.body());
            case APPLY -> throw new IllegalArgumentException("apply is no change of one tree; see ApplyVerb");
        };
    }

    private static JsonNode strategic(ResourceDef def, ApiObject current, JsonNode patch) {
        Schema schema = def.custom() ? null : Schemas.of(def.kind());
        if (schema == null) {
            throw unsupported("application/strategic-merge-patch+json");
        }
        return StrategicMergePatch.apply(current.tree(), patch, new SchemaMergeRules(schema));
    }

    private ObjectNode decode(ResourceDef def, Call call, JsonNode result, @Nullable JsonNode strategicPatch) {
        if (!(result instanceof ObjectNode object)) {
            throw PatchErrors.badResult(
                    result,
                    "json: cannot unmarshal into Go value of type " + def.kind().kind());
        }
        try {
            ObjectNode decoded = decoding.decode(Body.of(object), def, call);
            FieldOwners.keepReset(object, decoded);
            return decoded;
        } catch (StatusException e) {
            if (!e.is(Reason.BAD_REQUEST)) {
                throw e;
            }
            String message = String.valueOf(e.getMessage());
            int words = message.indexOf(": ");
            String why = words < 0 ? message : message.substring(words + 2);
            throw strategicPatch == null
                    ? PatchErrors.badResult(result, why)
                    : PatchErrors.badStrategicResult(strategicPatch, restoring(def, object, why));
        }
    }

    private static String restoring(ResourceDef def, JsonNode result, String why) {
        Schema schema = Schemas.of(def.kind());
        String problem = schema == null ? null : RestoreErrors.find(result, schema);
        return problem == null ? why : problem;
    }

    private static StatusException unsupported(String type) {
        return StatusException.of(
                Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json, not " + type);
    }
}
