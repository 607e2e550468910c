package io.kubejar.server.http;

import io.kubejar.server.exchange.WebSocket;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An accepted WebSocket. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class LiveWebSocket implements WebSocket, LiveExchange.Ongoing {
    private static final int GOING_AWAY = 1001;

    private record Message(byte[] content, boolean binary) {}

    private final LiveExchange exchange;
    private final Listener listener;
    private final OutQueue<Message> out;
    private final EndSignal end;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable Channel channel; // on the loop only

    LiveWebSocket(LiveExchange exchange, Listener listener) {
        this.exchange = exchange;
        this.listener = listener;
        this.out = new OutQueue<>(exchange.loop(), this::send);
        this.end = new EndSignal(exchange.transport());
        end.listen(listener::onClose);
    }

    /** The handshake is done. On the loop. */
    void opened(Channel to) {
        channel = to;
    }

    /** A message has come. On the loop. */
    void received(byte[] message, boolean binary) {
        exchange.transport().call("at a WebSocket's message", () -> listener.onMessage(message, binary));
    }

    private ChannelFuture send(List<Message> batch) {
        Channel to = channel;
        if (to == null) {
            return exchange.owner().sendPieces(List.of()); // refused: there is nobody to send to
        }
        ChannelFuture last = to.newSucceededFuture();
        for (Message one : batch) {
            var content = Unpooled.wrappedBuffer(one.content);
            last = to.write(one.binary ? new BinaryWebSocketFrame(content) : new TextWebSocketFrame(content));
        }
        to.flush();
        return last;
    }

    @Override
    public void sendText(byte[] utf8) {
        out.add(new Message(utf8, false), utf8.length);
    }

    @Override
    public void sendBinary(byte[] message) {
        out.add(new Message(message, true), message.length);
    }

    @Override
    public boolean isWritable() {
        return out.isWritable();
    }

    @Override
    public void onWritable(Runnable callback) {
        out.onWritable(() -> exchange.transport().call("when a WebSocket is writable again", callback));
    }

    @Override
    public void close(int code, String reason) {
        if (closed.compareAndSet(false, true)) {
            exchange.onLoop(() -> finish(code, reason), this::ended);
        }
    }

    private void finish(int code, String reason) {
        out.flush();
        Channel to = channel;
        if (to != null) {
            to.writeAndFlush(new CloseWebSocketFrame(code, reason)).addListener(sent -> to.close());
        }
        ended();
    }

    @Override
    public void goAway() {
        close(GOING_AWAY, "the server is shutting down");
    }

    @Override
    public void ended() {
        closed.set(true);
        out.end();
        end.end();
    }
}
