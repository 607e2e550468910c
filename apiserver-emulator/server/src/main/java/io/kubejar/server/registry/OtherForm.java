package io.kubejar.server.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Gvk;

/**
 * How a resource is stored whose objects are those of another one: under the same keys, in the other one's form. Pure;
 * trees are never changed.
 */
public interface OtherForm {
    /** The kind that is stored, which refusals of a whole object name too. */
    Gvk kind();

    /** The form to store. */
    ObjectNode toStored(ObjectNode object);

    /** The form to serve. */
    ObjectNode fromStored(ObjectNode stored);
}
