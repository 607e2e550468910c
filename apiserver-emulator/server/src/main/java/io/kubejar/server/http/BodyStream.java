package io.kubejar.server.http;

import io.kubejar.server.exchange.ResponseStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of an answer in pieces. Pieces that gather while the loop is busy go out as one. */
final class BodyStream implements ResponseStream, LiveExchange.Ongoing {
    private final LiveExchange exchange;
    private final OutQueue<byte[]> out;
    private final EndSignal end;
    private final AtomicBoolean closed = new AtomicBoolean();

    BodyStream(LiveExchange exchange) {
        this.exchange = exchange;
        this.out = new OutQueue<>(exchange.loop(), exchange.owner()::sendPieces);
        this.end = new EndSignal(exchange.transport());
    }

    @Override
    public void write(byte[] piece) {
        if (piece.length > 0 && !closed.get()) {
            out.add(piece, piece.length);
        }
    }

    @Override
    public boolean isWritable() {
        return out.isWritable();
    }

    @Override
    public void onWritable(Runnable callback) {
        out.onWritable(() -> exchange.transport().call("when a stream is writable again", callback));
    }

    @Override
    public void onClose(Runnable callback) {
        end.listen(callback);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            exchange.onLoop(this::finish, this::ended);
        }
    }

    private void finish() {
        out.flush();
        exchange.owner().endStream(exchange);
        ended();
    }

    @Override
    public void goAway() {
        close();
    }

    @Override
    public void ended() {
        closed.set(true);
        out.end();
        end.end();
    }
}
