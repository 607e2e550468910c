package io.kubejar.server.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import org.jspecify.annotations.Nullable;

/** How objects stand in etcd: as JSON without a resourceVersion, which is the key's mod_revision. */
public final class StoredForm {
    private StoredForm() {}

    /** The JSON to store. */
    static byte[] bytes(ObjectNode object) {
        return Json.bytes(withVersion(object, null));
    }

    /** What is read back: a value of etcd and its key's mod_revision. */
    public static ApiObject read(byte[] json, long revision) {
        ObjectNode tree = (ObjectNode) Json.parse(json);
        ((ObjectNode) tree.get("metadata")).put("resourceVersion", Long.toString(revision));
        return ApiObject.of(tree);
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
