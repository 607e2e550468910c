package io.kubejar.server.pipeline;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.server.request.Call;

/**
 * Stands between clients and the pipeline, whatever door a call comes through: for faults that are made on purpose. Called
 * on the caller's thread; must be safe for use by many.
 */
public interface Interceptor {
    /** Lets everything through. */
    Interceptor NONE = new Interceptor() {};

    /** Whether a request for a path arrives from outside; one that does not loses its connection. */
    default boolean arrives(String path) {
        return true;
    }

    /** Before anything is done for a call; throws a Status to refuse it. */
    default void before(Call call) {}

    /** After a call was carried out; throws a Status to lose its answer. */
    default void after(Call call) {}

    /** Where the events of a watch go: the handler itself, or something in front of it. */
    default WatchHandler watching(Call call, WatchHandler handler) {
        return handler;
    }

    /** A watch whose events go to what {@link #watching} gave has begun; gives what its client is to close. */
    default ApiClient.Watch opened(Call call, WatchHandler handler, ApiClient.Watch watch) {
        return watch;
    }
}
