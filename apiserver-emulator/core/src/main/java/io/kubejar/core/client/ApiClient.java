package io.kubejar.core.client;

import io.kubejar.core.object.ApiObject;

/**
 * The only way in for every component: reads, watches and writes any resource as one identity.
 *
 * <p>All calls block until they are answered and may be made from any thread. A request that the server refuses throws
 * {@link io.kubejar.core.error.StatusException} with the server's own words.
 */
public interface ApiClient {
    /** Reads one object, or a subresource of one. */
    ApiObject get(ResourceRef ref);

    /** Lists a resource. */
    ObjectList list(ResourceRef ref, ListOptions options);

    /**
     * Watches a resource. Events reach the handler in order and one at a time, on a thread of the client's choosing; the
     * handler must not block.
     */
    Watch watch(ResourceRef ref, WatchOptions options, WatchHandler handler);

    /** Creates an object in a collection, or at a subresource ({@code binding}, {@code eviction}, {@code token}). */
    ApiObject create(ResourceRef ref, ApiObject object, WriteOptions options);

    /** Replaces an object or its subresource. With a resourceVersion in it, only while that is the newest. */
    ApiObject update(ResourceRef ref, ApiObject object, WriteOptions options);

    /** Patches an object or its subresource. */
    ApiObject patch(ResourceRef ref, Patch patch, WriteOptions options);

    /** Deletes an object; gives it as it stands now, or a Status when it is gone. */
    ApiObject delete(ResourceRef ref, DeleteOptions options);

    /** Deletes what a list with these options would show. */
    void deleteCollection(ResourceRef ref, DeleteOptions options, ListOptions which);

    /** An open watch. */
    interface Watch extends AutoCloseable {
        /** Ends the watch; the handler hears nothing more once this has returned. May be called twice. */
        @Override
        void close();
    }
}
