package io.kubejar.server.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.schema.DecodingException;
import io.kubejar.server.schema.ObjectDecoder;
import io.kubejar.server.schema.ProtobufDecoder;
import io.kubejar.server.schema.Schema;
import io.kubejar.server.schema.Schemas;
import org.jspecify.annotations.Nullable;

/**
 * How objects stand in etcd: as JSON without a resourceVersion, which is the key's mod_revision. What a real API server has
 * written is read too: its built-in kinds are in protobuf. Upstream: runtime/serializer/protobuf, apimachinery v1.36.
 */
public final class StoredForm {
    private StoredForm() {}

    /** The JSON to store. */
    static byte[] bytes(ObjectNode object) {
        return Json.bytes(withVersion(object, null));
    }

    /**
     * What is read back: a value of etcd and its key's mod_revision.
     *
     * @throws DecodingException when the value is protobuf of a kind that is not known, or damaged
     */
    public static ApiObject read(byte[] value, long revision) {
        ObjectNode tree = ProtobufDecoder.isProtobuf(value) ? fromProtobuf(value) : (ObjectNode) Json.parse(value);
        ((ObjectNode) tree.get("metadata")).put("resourceVersion", Long.toString(revision));
        return ApiObject.of(tree);
    }

    private static ObjectNode fromProtobuf(byte[] value) {
        ObjectNode sent = (ObjectNode) ProtobufDecoder.decode(value).tree();
        Gvk kind = Gvk.of(Json.textOr(sent, "", "apiVersion"), Json.textOr(sent, "", "kind"));
        Schema schema = Schemas.of(kind);
        if (schema == null) {
            throw new DecodingException(
                    "no kind \"" + kind.kind() + "\" is registered for version \"" + kind.apiVersion() + "\"");
        }
        ObjectNode out = Json.object();
        out.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        out.setAll(ObjectDecoder.normalize(sent, schema));
        return out;
    }

    /** The same object at another revision; everything but the metadata is shared. */
    static ApiObject at(ObjectNode object, long revision) {
        return ApiObject.of(withVersion(object, Long.toString(revision)));
    }

    private static ObjectNode withVersion(ObjectNode object, @Nullable String version) {
        ObjectNode root = Json.object();
        root.setAll(object);
        ObjectNode meta = Json.object();
        meta.setAll((ObjectNode) object.get("metadata"));
        if (version == null) {
            meta.remove("resourceVersion");
        } else {
            meta.put("resourceVersion", version);
        }
        root.set("metadata", meta);
        return root;
    }
}
