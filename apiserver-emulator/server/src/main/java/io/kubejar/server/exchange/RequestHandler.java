package io.kubejar.server.exchange;

/** What a transport calls for every request, on a worker thread that may block. Must answer every exchange. */
@FunctionalInterface
public interface RequestHandler {
    /** Handles one request. What it throws is answered as an internal error. */
    void handle(ServerRequest request, Exchange exchange);
}
