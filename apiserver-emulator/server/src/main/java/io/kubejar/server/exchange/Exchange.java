package io.kubejar.server.exchange;

/**
 * The way back for one request: exactly one of the methods is called, once, from any thread.
 *
 * <p>The transport closes what the client leaves, and tells the stream so.
 */
public interface Exchange {
    /** Answers with a whole body. */
    void respond(int status, Headers headers, byte[] body);

    /** Begins an answer whose body comes in pieces (chunked in HTTP/1.1, DATA frames in HTTP/2), each flushed at once. */
    ResponseStream stream(int status, Headers headers);

    /**
     * Accepts a WebSocket upgrade. Only when {@link #isWebSocketUpgrade} says so.
     *
     * @param subprotocol the one chosen among those offered, "" for none
     */
    WebSocket webSocket(String subprotocol, WebSocket.Listener listener);

    /** Ends the connection without an answer, as if the server was gone. */
    void abort();

    /** Whether the request asks for a WebSocket. */
    boolean isWebSocketUpgrade();
}
