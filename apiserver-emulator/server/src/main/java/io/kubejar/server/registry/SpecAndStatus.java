package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;

/** The strategy of most kinds: a spec that users write, a status that they do not, and a generation that counts specs. */
public interface SpecAndStatus extends Strategy {
    @Override
    default void prepareForCreate(ObjectNode object) {
        object.remove("status");
        Json.child(object, "metadata").put("generation", 1);
    }

    @Override
    default void prepareForUpdate(ObjectNode object, ObjectNode old) {
        StatusUpdates.keepStatus(object, old);
        StatusUpdates.raiseGeneration(object, old);
    }
}
