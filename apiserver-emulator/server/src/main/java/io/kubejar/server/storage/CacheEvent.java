package io.kubejar.server.storage;

import io.kubejar.core.object.ApiObject;
import org.jspecify.annotations.Nullable;

/**
 * One change of a resource.
 *
 * @param key where it is in etcd
 * @param before the state before; null for a new object
 * @param after the state after; null for a deleted one
 */
public record CacheEvent(
        long revision,
        String key,
        @Nullable ApiObject before,
        @Nullable ApiObject after) {}
