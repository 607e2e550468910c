package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.exchange.ServerRequest;

/**
 * Answers what is asked below a path that is no resource and no document of an API server. Who asks is known and allowed to
 * by then. Called on a worker thread, which may block; must be safe for use by many.
 */
@FunctionalInterface
public interface PathHandler {
    /**
     * The answer, with the code 200.
     *
     * @throws StatusException what the client is to be told instead
     */
    JsonNode answer(ServerRequest request);
}
