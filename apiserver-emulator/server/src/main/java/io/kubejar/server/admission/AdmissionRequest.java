package io.kubejar.server.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import org.jspecify.annotations.Nullable;

/**
 * What an admission plugin looks at.
 *
 * @param name as asked for: of a name that the server makes only the beginning
 * @param object the new state, which a mutating plugin changes in place; null for a delete
 * @param old the state before; null for a create. Never change it
 */
public record AdmissionRequest(
        Operation operation,
        Call call,
        ResourceDef def,
        String name,
        @Nullable ObjectNode object,
        @Nullable ObjectNode old) {
    /** What is being done. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        CONNECT
    }

    /** The same for another new state. */
    public AdmissionRequest with(ObjectNode other) {
        return new AdmissionRequest(operation, call, def, name, other, old);
    }

    /** Refuses the request for a reason. Upstream: admission.NewForbidden. */
    public StatusException forbidden(String why) {
        return StatusException.forbidden(def.resource(), name.isEmpty() ? "Unknown" : name, why);
    }

    /** Whether this is about the resource of a group and plural, and not about a subresource. */
    public boolean isFor(String group, String resource) {
        return call.ref().subresource().isEmpty()
                && def.resource().group().equals(group)
                && def.resource().resource().equals(resource);
    }
}
