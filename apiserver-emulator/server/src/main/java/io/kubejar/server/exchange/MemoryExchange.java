package io.kubejar.server.exchange;

import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request whose answer stays in memory. It cannot become a WebSocket. */
public final class MemoryExchange implements Exchange {
    private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
    private volatile boolean aborted;

    @Override
    public void respond(int status, Headers headers, byte[] body) {
        set(new Answer(status, headers, AnswerBody.of(body)));
    }

    @Override
    public ResponseStream stream(int status, Headers headers) {
        AnswerBody body = new AnswerBody();
        set(new Answer(status, headers, body));
        return body;
    }

    @Override
    public WebSocket webSocket(String subprotocol, WebSocket.Listener listener) {
        throw new IllegalStateException("this request does not ask for a WebSocket");
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public boolean isWebSocketUpgrade() {
        return false;
    }

    @Override
    public boolean isUpgrade() {
        return false;
    }

    @Override
    public void tunnel(String protocol, Headers headers, Function<Tunnel, Tunnel.Listener> opened) {
        throw new IllegalStateException("this request cannot leave HTTP");
    }

    private void set(Answer given) {
        if (!answer.compareAndSet(null, given)) {
            throw new IllegalStateException("this request has already been answered");
        }
    }

    /**
     * What was answered.
     *
     * @throws ConnectException when there was nobody to answer
     * @throws IllegalStateException when nothing was
     */
    public Answer answer() throws ConnectException {
        if (aborted) {
            throw new ConnectException("connection refused: the server does not run");
        }
        Answer given = answer.get();
        if (given == null) {
            throw new IllegalStateException("the request has not been answered");
        }
        return given;
    }
}
