package io.kubejar.server.exchange;

import java.util.function.Function;

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

    /** Whether the request asks to leave HTTP for anything, and its connection can. */
    boolean isUpgrade();

    /**
     * Leaves HTTP: answers 101 and hands the connection on as one of bytes; those of a WebSocket come and go in whole binary
     * messages. Only when {@link #isUpgrade} says so. When the client is gone meanwhile nobody is asked for the listener.
     *
     * @param protocol as in the request's {@code Upgrade}
     * @param headers what the answer says beside its protocol
     * @param opened called on the tunnel's thread; gives who listens
     */
    void tunnel(String protocol, Headers headers, Function<Tunnel, Tunnel.Listener> opened);
}
