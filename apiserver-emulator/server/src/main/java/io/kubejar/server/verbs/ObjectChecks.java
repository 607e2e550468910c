package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;

/** Checks that every write makes before anything else happens. */
final class ObjectChecks {
    private ObjectChecks() {}

    /** The body's namespace is the path's; an empty one is filled. Upstream: rest.EnsureObjectNamespaceMatchesRequestNamespace. */
    static void namespace(ObjectNode object, ResourceDef def, Call call) {
        ObjectNode meta = Json.child(object, "metadata");
        String given = Json.textOr(meta, "", "namespace");
        String wanted = def.namespaced() ? call.ref().namespace() : "";
        if (given.isEmpty() && !wanted.isEmpty()) {
            meta.put("namespace", wanted);
        } else if (!given.isEmpty() && wanted.isEmpty()) {
            meta.remove("namespace");
        } else if (!given.equals(wanted)) {
            throw StatusException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    /** The body's name is the path's; an empty one is filled. */
    static void name(ObjectNode object, ResourceDef def, Call call) {
        ObjectNode meta = Json.child(object, "metadata");
        String given = Json.textOr(meta, "", "name");
        String wanted = call.ref().name();
        if (given.isEmpty()) {
            meta.put("name", wanted);
        } else if (!given.equals(wanted)) {
            throw StatusException.badRequest(
                    "the name of the object (" + given + ") does not match the name on the URL (" + wanted + ")");
        }
    }

    /** Throws Invalid with everything that was found. */
    static void refuse(FieldErrors errors, ResourceDef def, ObjectNode object) {
        if (!errors.isEmpty()) {
            String name = Json.textOr(object, "", "metadata", "name");
            String shown = name.isEmpty() ? Json.textOr(object, "", "metadata", "generateName") : name;
            throw StatusException.invalid(def.kind(), shown, errors.causes());
        }
    }

    /** The preconditions of options: uid and resourceVersion. Upstream: storage.Preconditions.Check. */
    static void preconditions(
            String uid, String resourceVersion, io.kubejar.core.object.ApiObject current, ResourceDef def) {
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw StatusException.conflict(
                    def.resource(),
                    current.name(),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current.uid());
        }
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(current.resourceVersion())) {
            throw StatusException.conflict(
                    def.resource(),
                    current.name(),
                    "Precondition failed: ResourceVersion in precondition: " + resourceVersion
                            + ", ResourceVersion in object meta: " + current.resourceVersion());
        }
    }
}
