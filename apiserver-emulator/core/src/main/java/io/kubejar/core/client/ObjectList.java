package io.kubejar.core.client;

import io.kubejar.core.object.ApiObject;
import java.util.List;

/**
 * The answer to a list.
 *
 * @param items the objects, ordered by namespace and name
 * @param revision the store's revision that the list shows
 * @param continueToken what gives the next page; "" after the last
 */
public record ObjectList(List<ApiObject> items, long revision, String continueToken) {}
