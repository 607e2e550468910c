package io.kubejar.server.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.server.schema.RawObject;

/**
 * The object that a request carries, not yet decoded.
 *
 * @param raw its document; only read, never changed
 * @param sent the bytes as they came, for messages; empty when there were none
 */
public record Body(RawObject raw, byte[] sent) {
    private static final byte[] NONE = {};

    /** A tree that was made in this JVM; nobody changes it while the request runs. */
    public static Body of(ObjectNode tree) {
        return new Body(RawObject.of(tree), NONE);
    }
}
