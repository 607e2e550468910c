package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;

/** Objects of watch events that stand for a revision. */
public final class Bookmarks {
    private Bookmarks() {}

    /** A bookmark's object: kind and resourceVersion, and the mark that the initial events are over. */
    public static ApiObject of(ResourceDef def, long revision, boolean initialEventsEnd) {
        ObjectNode object = Json.object();
        object.put("kind", def.kind().kind()).put("apiVersion", def.kind().apiVersion());
        ObjectNode meta = object.putObject("metadata");
        meta.put("resourceVersion", Long.toString(revision));
        if (initialEventsEnd) {
            meta.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return ApiObject.of(object);
    }

    /** An object as it was last, at the revision of its deletion. */
    static ApiObject at(ApiObject object, long revision) {
        ObjectNode root = Json.object();
        root.setAll(object.tree());
        ObjectNode meta = Json.object();
        meta.setAll((ObjectNode) object.tree().get("metadata"));
        meta.put("resourceVersion", Long.toString(revision));
        root.set("metadata", meta);
        return ApiObject.of(root);
    }
}
