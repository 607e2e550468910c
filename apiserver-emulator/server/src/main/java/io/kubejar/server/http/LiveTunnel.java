package io.kubejar.server.http;

import io.kubejar.server.exchange.Headers;
import io.kubejar.server.exchange.Tunnel;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A channel as a tunnel: one that a client has opened and upgraded, or one that was dialled for it on the same event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class LiveTunnel extends ChannelInboundHandlerAdapter implements Tunnel, LiveExchange.Ongoing {
    private static final int CONNECT_MILLIS = 5000; // as containerd's dialTimeout

    /** What the other end may leave unread: far more than is under way while reading is held back. */
    private static final long UNREAD_MAX_BYTES = 64L * 1024 * 1024;

    private final Channel channel;
    private final Transport transport;
    private final boolean webSocket;
    private @Nullable Listener listener; // on the loop only, as all below
    private final Set<Channel> dialled = new HashSet<>();
    private @Nullable IOException why;

    LiveTunnel(Channel channel, Transport transport, boolean webSocket) {
        this.channel = channel;
        this.transport = transport;
        this.webSocket = webSocket;
    }

    /** Answers 101 and takes the place of the HTTP codec. */
    void take(HttpRequest request, String protocol, Headers headers, Function<Tunnel, Listener> opened) {
        Runnable begin = () -> open(opened);
        if (webSocket) {
            String subprotocol = headers.first("sec-websocket-protocol");
            String chosen = subprotocol == null ? "" : subprotocol;
            int most = transport.limits().webSocketMessageBytes();
            List<ChannelHandler> behind = List.of(new WebSocketFrameAggregator(most), this);
            WebSocketUpgrade.accept(channel, transport, request, chosen, behind, begin);
            return;
        }
        HttpHeaders fields = Fields.of(headers, transport.date(), false);
        fields.set("Connection", "Upgrade").set("Upgrade", protocol);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers().set(fields);
        channel.writeAndFlush(response);
        ChannelPipeline pipeline = channel.pipeline();
        String codec = pipeline.context(HttpServerCodec.class).name();
        pipeline.addAfter(codec, null, this);
        pipeline.remove(IdleStateHandler.class);
        begin.run();
        pipeline.remove(codec); // what it has read too far comes here
    }

    private void open(Function<Tunnel, Listener> opened) {
        channel.config().setAutoRead(true); // what comes is read by a later turn of the loop
        call(() -> listener = opened.apply(this));
    }

    /** Runs what belongs to the listener; when that breaks, so does the connection. */
    private void call(Runnable callback) {
        boolean[] done = new boolean[1];
        transport.call("in a tunnel", () -> {
            callback.run();
            done[0] = true;
        });
        if (!done[0]) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Listener to = listener;
        try {
            if (message instanceof PingWebSocketFrame ping) {
                if (channel.isWritable()) { // who does not read waits for no answer
                    ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                }
            } else if (message instanceof CloseWebSocketFrame close) {
                ctx.writeAndFlush(close.retain()).addListener(sent -> ctx.close());
            } else if (message instanceof TextWebSocketFrame) {
                finish(new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE));
            } else if (to != null && !(message instanceof PongWebSocketFrame)) {
                ByteBuf content = message instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) message;
                if (content.isReadable()) {
                    call(() -> to.onBytes(ByteBufUtil.getBytes(content)));
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        Listener to = listener;
        if (event instanceof ChannelInputShutdownEvent && to != null) {
            call(to::onEnd);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Listener to = listener;
        if (to != null && channel.isWritable()) {
            call(to::onWritable);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Listener to = listener;
        listener = null;
        if (to != null) {
            IOException cause = why;
            transport.call("at the end of a tunnel", () -> to.onClose(cause));
        }
        List.copyOf(dialled).forEach(Channel::close); // also those that are not open yet
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        why = cause instanceof IOException known ? known : new IOException(cause);
        ClientFaults.report(transport, cause);
        ctx.close();
    }

    @Override
    public void write(byte[] bytes) {
        if (channel.bytesBeforeWritable() > UNREAD_MAX_BYTES) {
            channel.close(); // it asks for answers and does not read them
            return;
        }
        ByteBuf content = Unpooled.wrappedBuffer(bytes);
        channel.writeAndFlush(webSocket ? new BinaryWebSocketFrame(content) : content);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
    }

    @Override
    public void read(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    @Override
    public void close() {
        finish(webSocket ? new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE) : Unpooled.EMPTY_BUFFER);
    }

    /** Sends the last message after all others; who does not read them does not keep the connection open for ever. */
    private void finish(Object last) {
        ChannelFuture sent = channel.writeAndFlush(last).addListener(done -> channel.close());
        if (sent.isDone()) {
            return;
        }
        try {
            long patience = transport.limits().idle().toMillis();
            Future<?> end = channel.eventLoop().schedule(() -> channel.close(), patience, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> end.cancel(false));
        } catch (RejectedExecutionException e) {
            // the loop has ended, and with it the connection
        }
    }

    @Override
    public void execute(Runnable task) {
        try {
            channel.eventLoop().execute(() -> call(task));
        } catch (RejectedExecutionException e) {
            // the loop has ended, and with it the connection
        }
    }

    @Override
    public void dial(InetSocketAddress to, Function<Tunnel, Listener> opened, Consumer<IOException> failed) {
        ChannelInitializer<Channel> initializer = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel fresh) {
                transport.dialled(fresh);
                dialled.add(fresh);
                fresh.closeFuture().addListener(closed -> dialled.remove(fresh));
                fresh.pipeline().addLast(new LiveTunnel(fresh, transport, false));
            }
        };
        ChannelFuture connecting = new Bootstrap()
                .group(channel.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(initializer)
                .connect(to);
        connecting.addListener(done -> {
            Throwable cause = done.cause();
            if (cause == null) {
                connecting.channel().pipeline().get(LiveTunnel.class).open(opened);
            } else {
                call(() -> failed.accept(cause instanceof IOException known ? known : new IOException(cause)));
            }
        });
    }

    @Override
    public void goAway() {
        close();
    }

    @Override
    public void ended() {
        // the end of the channel is heard by itself
    }
}
