package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.schema.BodyDecoder;
import io.kubejar.server.schema.Decoded;
import io.kubejar.server.schema.Strictness;

/**
 * Makes what a client sent into an object of the resource: kind and types checked, unknown fields dropped and reported,
 * defaults filled. Objects of custom resources keep what they have.
 */
public final class BodyDecoding implements VerbContext.Decoding {
    @Override
    public ObjectNode decode(Body body, ResourceDef def, Call call) {
        ObjectNode object = def.custom() ? custom(body, def) : builtIn(body, def, call);
        def.strategy().defaults(object);
        return object;
    }

    private static ObjectNode builtIn(Body body, ResourceDef def, Call call) {
        Decoded decoded = BodyDecoder.decode(body.raw(), body.sent(), def.kind(), strictness(call));
        call.warnings().addAll(decoded.warnings());
        return decoded.tree();
    }

    private static ObjectNode custom(Body body, ResourceDef def) {
        if (!(body.raw().tree() instanceof ObjectNode object)) {
            throw StatusException.badRequest("the object provided is unrecognized (must be of type "
                    + def.kind().kind() + ")");
        }
        String version = Json.textOr(object, "", "apiVersion");
        String kind = Json.textOr(object, "", "kind");
        if (!version.equals(def.kind().apiVersion()) || !kind.equals(def.kind().kind())) {
            throw StatusException.badRequest("the object provided is unrecognized (must be of type "
                    + def.kind().kind() + "): apiVersion " + version + ", kind " + kind);
        }
        Json.child(object, "metadata");
        return object;
    }

    private static Strictness strictness(Call call) {
        return Strictness.parse(call.write().fieldValidation());
    }
}
