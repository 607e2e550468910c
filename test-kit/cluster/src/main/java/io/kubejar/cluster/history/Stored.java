package io.kubejar.cluster.history;

import io.kubejar.core.object.ApiObject;
import io.kubejar.server.storage.StoredForm;
import org.jspecify.annotations.Nullable;

/**
 * What one write left at a key.
 *
 * @param value the bytes; null when the write removed the key. They must not be changed
 */
record Stored(String key, long revision, byte @Nullable [] value) {
    /** The object; null when it is gone. */
    @Nullable
    ApiObject object() {
        return value == null ? null : StoredForm.read(value, revision);
    }
}
