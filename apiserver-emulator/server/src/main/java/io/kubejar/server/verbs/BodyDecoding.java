package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.schema.BodyDecoder;
import io.kubejar.server.schema.CustomDecoder;
import io.kubejar.server.schema.CustomSchemas;
import io.kubejar.server.schema.Decoded;
import io.kubejar.server.schema.Defaulting;
import io.kubejar.server.schema.ObjectDecoder;
import io.kubejar.server.schema.Schema;
import io.kubejar.server.schema.Schemas;
import io.kubejar.server.schema.Strictness;

/**
 * Makes what a client sent into an object of the resource: kind and types checked, unknown fields dropped and reported,
 * defaults filled.
 */
public final class BodyDecoding implements VerbContext.Decoding {
    /** What a custom resource without a schema may be. */
    private static final Schema ANYTHING =
            CustomSchemas.of(Json.object().put("x-kubernetes-preserve-unknown-fields", true));

    @Override
    public ObjectNode decode(Body body, ResourceDef def, Call call) {
        ObjectNode object = def.custom() ? custom(body, def, call) : builtIn(body, def, call);
        def.strategy().defaults(object);
        return object;
    }

    @Override
    public ObjectNode canonical(ObjectNode object, ResourceDef def) {
        def.strategy().defaults(object);
        Schema schema = def.custom() ? null : Schemas.of(def.kind());
        if (schema == null) {
            return object;
        }
        ObjectNode out = Json.object();
        out.put("kind", def.kind().kind()).put("apiVersion", def.kind().apiVersion());
        out.setAll(ObjectDecoder.normalize(object, schema));
        return out;
    }

    private static ObjectNode builtIn(Body body, ResourceDef def, Call call) {
        Decoded decoded = BodyDecoder.decode(body.raw(), body.sent(), def.kind(), strictness(call));
        call.warnings().addAll(decoded.warnings());
        return decoded.tree();
    }

    private static ObjectNode custom(Body body, ResourceDef def, Call call) {
        Schema declared = def.customSchema();
        Schema schema = declared == null ? ANYTHING : declared;
        Decoded decoded = CustomDecoder.decode(body.raw(), body.sent(), def.kind(), schema, strictness(call));
        call.warnings().addAll(decoded.warnings());
        ObjectNode out = (ObjectNode) Defaulting.apply(decoded.tree(), schema);
        Json.child(out, "metadata");
        return out;
    }

    private static Strictness strictness(Call call) {
        return Strictness.parse(call.write().fieldValidation());
    }
}
