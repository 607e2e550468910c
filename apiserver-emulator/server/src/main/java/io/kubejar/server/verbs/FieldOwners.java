package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import io.kubejar.server.fields.ManagedFields;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import io.kubejar.server.schema.Schema;
import io.kubejar.server.schema.Schemas;
import org.jspecify.annotations.Nullable;

/** Notes for the verbs which manager owns which field. Upstream: FieldManager in the handlers of create, update and patch, v1.36. */
final class FieldOwners {
    private static final String UNKNOWN = "unknown";
    private static final int NAME_MAX = 128;

    private final ManagedFields fields;

    FieldOwners(VerbContext context) {
        fields = new ManagedFields(context.clock());
    }

    /** An empty list of managedFields takes all owners away; decoding forgets empty lists. */
    static void keepReset(JsonNode sent, ObjectNode decoded) {
        JsonNode list = sent.path("metadata").path("managedFields");
        if (list.isArray() && list.isEmpty()) {
            Json.child(decoded, "metadata").putArray("managedFields");
        }
    }

    /** A new object as the client has sent it, with defaults. */
    void created(ResourceDef def, Call call, ObjectNode object) {
        fields.update(write(def, call), Json.object(), object);
    }

    /** A changed object as the client has sent it, with defaults. */
    void updated(ResourceDef def, Call call, ObjectNode old, ObjectNode object) {
        fields.update(write(def, call), old, object);
    }

    /** What becomes of an object when a manager applies its configuration; an empty one stands for none. */
    ObjectNode applied(ResourceDef def, Call call, ObjectNode old, ObjectNode configuration) {
        return fields.apply(write(def, call), old, configuration, call.write().force());
    }

    private static ManagedFields.Write write(ResourceDef def, Call call) {
        return new ManagedFields.Write(
                def.kind(),
                schema(def),
                manager(call),
                call.ref().subresource(),
                def.subresources().containsKey("status"));
    }

    private static @Nullable Schema schema(ResourceDef def) {
        if (!def.custom()) {
            return Schemas.of(def.kind());
        }
        Schema custom = def.customSchema();
        return custom == null || custom.property("metadata") == null ? null : custom;
    }

    /** Who writes: as the request says, else the component that the user is. */
    private static String manager(Call call) {
        String name = call.write().fieldManager();
        if (!name.isEmpty()) {
            return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name;
        }
        String user = call.user().name();
        if (user.equals("system:kube-scheduler")) {
            return "kube-scheduler";
        }
        if (user.startsWith("system:node:")) {
            return "kubelet";
        }
        boolean controller =
                user.equals("system:kube-controller-manager") || user.startsWith("system:serviceaccount:kube-system:");
        return controller ? "kube-controller-manager" : UNKNOWN;
    }
}
