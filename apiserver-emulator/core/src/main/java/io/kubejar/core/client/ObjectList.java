package io.kubejar.core.client;

import io.kubejar.core.object.ApiObject;
import java.util.List;

/**
 * The answer to a list.
 *
 * @param items the objects, ordered by namespace and name
 * @param revision the store's revision that the list shows
 * @param continueToken what gives the next page; "" after the last
 * @param remaining how many objects come after this page; 0 when nobody counted
 */
public record ObjectList(List<ApiObject> items, long revision, String continueToken, long remaining) {
    /** A list that nobody counted on. */
    public ObjectList(List<ApiObject> items, long revision, String continueToken) {
        this(items, revision, continueToken, 0);
    }

    /** A list that is whole. */
    public ObjectList(List<ApiObject> items, long revision) {
        this(items, revision, "", 0);
    }
}
