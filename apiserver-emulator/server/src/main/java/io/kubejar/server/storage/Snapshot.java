package io.kubejar.server.storage;

import io.kubejar.core.object.ApiObject;
import java.util.List;

/**
 * Objects of a resource in one moment.
 *
 * @param objects in the order of their keys
 * @param revision of the store at that moment
 */
public record Snapshot(List<ApiObject> objects, long revision) {}
