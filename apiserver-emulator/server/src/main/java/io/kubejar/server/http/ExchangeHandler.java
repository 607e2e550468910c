package io.kubejar.server.http;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.Tunnel;
import io.kubejar.server.http.AnswerWriter.Form;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1 connection, or one stream of an HTTP/2 connection: gathers requests, gives them to the workers one at a time
 * and sends the answers. While a request is open it goes on reading, so that it notices when the client leaves; what a
 * pipelining client sends meanwhile waits here, within bounds. All methods run on the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class ExchangeHandler extends ChannelInboundHandlerAdapter {
    /** Reading stops when so many messages wait behind an open request. */
    private static final int WAITING_MAX = 16;
    /** How much of a refused body is read and dropped, in limits, before the connection is closed. */
    private static final int DROPPED_LIMITS_MAX = 10;

    private final Transport transport;
    private final Peer peer;
    private final boolean http2;
    private final Channel channel;
    private final AnswerWriter writer;
    private final Queue<HttpObject> waiting = new ArrayDeque<>();

    private @Nullable HttpRequest head;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private boolean dropping;
    private long dropped;
    private @Nullable LiveExchange current;
    private boolean closing;

    ExchangeHandler(Channel channel, Transport transport, Peer peer, boolean http2) {
        this.channel = channel;
        this.transport = transport;
        this.peer = peer;
        this.http2 = http2;
        this.writer = new AnswerWriter(channel, transport, http2);
    }

    boolean isHttp2() {
        return http2;
    }

    /** The connection of all its requests. */
    Channel connection() {
        Channel around = channel.parent();
        return http2 && around != null ? around : channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing || !(message instanceof HttpObject object)) {
            ReferenceCountUtil.release(message);
        } else if (current == null) {
            accept(object);
        } else {
            waiting.add(object);
            if (waiting.size() >= WAITING_MAX) {
                channel.config().setAutoRead(false);
            }
        }
    }

    private void accept(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                refuse(Refusal.unreadable(object.decoderResult().cause()), true);
                return;
            }
            if (object instanceof HttpRequest request) {
                begin(request);
            }
            if (object instanceof HttpContent content && head != null) {
                gather(head, content);
            }
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) {
        head = request;
        dropping = false;
        WholeAnswer refusal = Refusal.of(request);
        if (refusal != null) {
            refuse(refusal, true);
        } else if (HttpUtil.getContentLength(request, 0L) > transport.limits().bodyBytes()) {
            dropRest();
        } else {
            body = new ByteArrayOutputStream((int) Math.min(HttpUtil.getContentLength(request, 0L), 64 * 1024));
            if (HttpUtil.is100ContinueExpected(request)) {
                writer.proceed();
            }
        }
    }

    private void gather(HttpRequest request, HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        int bytes = content.content().readableBytes();
        if (dropping) {
            dropped += bytes;
            if (dropped > (long) DROPPED_LIMITS_MAX * transport.limits().bodyBytes()) {
                close();
            }
        } else if (body.size() + bytes > transport.limits().bodyBytes()) {
            dropRest();
        } else {
            try {
                content.content().readBytes(body, bytes);
            } catch (IOException e) {
                throw new IllegalStateException("memory does not fail", e);
            }
            if (last) {
                dispatch(request);
            }
        }
        if (last) {
            head = null;
        }
    }

    /** Answers 413 at once and reads the rest only to drop it, so that the client comes to read the answer. */
    private void dropRest() {
        dropping = true;
        dropped = 0;
        refuse(Refusal.tooLarge(transport.limits().bodyBytes()), false);
    }

    private void refuse(WholeAnswer answer, boolean close) {
        HttpRequest request = head;
        boolean keepAlive = !close && request != null && HttpUtil.isKeepAlive(request) && !transport.draining;
        ChannelFuture sent = writer.whole(answer, new Form(false, keepAlive, false));
        if (close) {
            closing = true;
            closeAfter(sent);
        }
    }

    private void dispatch(HttpRequest request) {
        LiveExchange exchange =
                new LiveExchange(this, channel.eventLoop(), transport, request, body.toByteArray(), peer);
        body = new ByteArrayOutputStream(0);
        current = exchange;
        try {
            transport.workers.execute(exchange::handle);
        } catch (RejectedExecutionException e) {
            exchange.refuse(StatusException.of(Reason.SERVICE_UNAVAILABLE, "the server is shutting down"));
        }
    }

    private static Form form(LiveExchange exchange) {
        return new Form(exchange.isHead(), exchange.isKeepAlive(), exchange.isHttp10());
    }

    void sendWhole(LiveExchange exchange, WholeAnswer answer) {
        if (exchange == current) {
            Form form = form(exchange);
            writer.whole(answer, form).addListener(sent -> finished(exchange, form.keepAlive()));
        }
    }

    void beginStream(LiveExchange exchange, int status, Headers headers) {
        if (exchange != current) {
            exchange.ended();
        } else if (exchange.isHead()) {
            sendWhole(exchange, new WholeAnswer(status, headers, new byte[0], false));
        } else {
            writer.head(status, headers, form(exchange));
        }
    }

    ChannelFuture sendPieces(List<byte[]> pieces) {
        return writer.pieces(pieces);
    }

    void endStream(LiveExchange exchange) {
        if (exchange == current && !exchange.isHead()) {
            boolean keepAlive = exchange.isKeepAlive() && !exchange.isHttp10();
            writer.end().addListener(sent -> finished(exchange, keepAlive));
        }
    }

    void upgrade(LiveExchange exchange, String subprotocol, LiveWebSocket socket) {
        if (exchange != current) {
            socket.ended();
            return;
        }
        WholeAnswer refusal = WebSocketUpgrade.refusal(exchange.head());
        if (refusal != null) {
            socket.ended();
            sendWhole(exchange, refusal);
        } else {
            WebSocketUpgrade.accept(channel, transport, exchange.head(), subprotocol, socket);
        }
    }

    void tunnel(
            LiveExchange exchange,
            String protocol,
            Headers headers,
            LiveTunnel tunnel,
            Function<Tunnel, Tunnel.Listener> opened) {
        if (exchange != current) {
            return;
        }
        WholeAnswer refusal = exchange.isWebSocketUpgrade() ? WebSocketUpgrade.refusal(exchange.head()) : null;
        if (refusal != null) {
            sendWhole(exchange, refusal);
        } else {
            tunnel.take(exchange.head(), protocol, headers, opened);
        }
    }

    private void finished(LiveExchange exchange, boolean keepAlive) {
        if (exchange != current) {
            return;
        }
        current = null;
        exchange.ended();
        if (http2) {
            return; // its stream ends by itself
        }
        if (!keepAlive || transport.draining) {
            close();
            return;
        }
        while (current == null && !closing && !waiting.isEmpty()) {
            accept(waiting.remove());
        }
        if (waiting.isEmpty() && !channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    /** The server closes: an idle connection ends now, a busy one after its answer. */
    void goAway() {
        if (current == null) {
            close();
        }
    }

    private void close() {
        closing = true;
        closeAfter(channel.newSucceededFuture());
    }

    private void closeAfter(ChannelFuture sent) {
        sent.addListener(done -> channel.close());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        for (HttpObject object = waiting.poll(); object != null; object = waiting.poll()) {
            ReferenceCountUtil.release(object);
        }
        LiveExchange exchange = current;
        current = null;
        if (exchange != null) {
            exchange.ended();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if ((event instanceof IdleStateEvent && current == null) || event instanceof SslCloseCompletionEvent) {
            close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ClientFaults.report(transport, cause);
        close();
    }
}
