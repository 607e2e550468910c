package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;
import java.util.Set;

/** Checks that every write makes before anything else happens. */
final class ObjectChecks {
    /** Groups whose kinds do not ask for finalizers with a domain. */
    private static final Set<String> PLAIN_FINALIZERS =
            Set.of("admissionregistration.k8s.io", "apiextensions.k8s.io", "coordination.k8s.io", "node.k8s.io");

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

    /** Whether finalizers of the kind have a domain or are standard ones. */
    static boolean asksForFullFinalizers(ResourceDef def) {
        return !def.custom() && !PLAIN_FINALIZERS.contains(def.resource().group());
    }

    /** Throws Invalid with everything that was found. */
    static void refuse(FieldErrors errors, ResourceDef def, ObjectNode object) {
        if (!errors.isEmpty()) {
            String name = Json.textOr(object, "", "metadata", "name");
            String shown = name.isEmpty() ? Json.textOr(object, "", "metadata", "generateName") : name;
            throw StatusException.invalid(def.storedKind(), shown, errors.causes());
        }
    }

    /**
     * The preconditions of a delete: uid and resourceVersion. Upstream: rest.BeforeDelete; for the kinds that upstream
     * deletes with code of its own, their REST's Delete.
     */
    static void preconditions(String uid, String resourceVersion, ApiObject current, ResourceDef def) {
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            throw precondition("UID", uid, current.uid(), current, def);
        }
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(current.resourceVersion())) {
            throw precondition("ResourceVersion", resourceVersion, current.resourceVersion(), current, def);
        }
    }

    private static StatusException precondition(
            String what, String wanted, String found, ApiObject current, ResourceDef def) {
        if (def.strategy().isDeletedItsOwnWay()) {
            String why =
                    "Precondition failed: " + what + " in precondition: " + wanted + ", " + what + " in object meta: ";
            return StatusException.conflict(def.resource(), current.name(), why + found);
        }
        String why = "the " + what + " in the precondition (" + wanted + ") does not match the " + what + " in record ("
                + found + "). The object might have been "
                + (what.equals("UID") ? "deleted and then recreated" : "modified");
        Gvk kind = def.storedKind();
        Gvr shown = new Gvr(kind.group(), kind.version(), kind.kind());
        return StatusException.conflict(shown, current.name(), why);
    }
}
