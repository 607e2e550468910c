package io.kubejar.server.http;

import io.kubejar.server.exchange.Headers;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP/1.1 connection into a WebSocket (RFC 6455). */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class WebSocketUpgrade {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketUpgrade() {}

    /** What is wrong with the handshake; null when nothing is. */
    static @Nullable WholeAnswer refusal(HttpRequest request) {
        if (!"13".equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            Headers headers = new Headers()
                    .add("content-type", "text/plain; charset=utf-8")
                    .add("sec-websocket-version", "13");
            return new WholeAnswer(400, headers, text("missing or bad WebSocket Version"), false);
        }
        if (request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY) == null) {
            Headers headers = new Headers().add("content-type", "text/plain; charset=utf-8");
            return new WholeAnswer(400, headers, text("missing WebSocket key"), false);
        }
        return null;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers 101 and exchanges the HTTP codec for frames. */
    static void accept(
            Channel channel, Transport transport, HttpRequest request, String subprotocol, LiveWebSocket socket) {
        int most = transport.limits().webSocketMessageBytes();
        Runnable opened = () -> socket.opened(channel);
        List<ChannelHandler> behind = List.of(new WebSocketFrameAggregator(most), new Frames(transport, socket));
        accept(channel, transport, request, subprotocol, behind, opened);
    }

    /** The same with other handlers of frames, which are told when they are in their place. */
    static void accept(
            Channel channel,
            Transport transport,
            HttpRequest request,
            String subprotocol,
            List<ChannelHandler> behind,
            Runnable opened) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        response.headers().set("Upgrade", "websocket").set("Connection", "Upgrade");
        response.headers().set("Sec-Websocket-Accept", proof(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY)));
        if (!subprotocol.isEmpty()) {
            response.headers().set("Sec-Websocket-Protocol", subprotocol);
        }
        channel.writeAndFlush(response);

        ChannelPipeline pipeline = channel.pipeline();
        int most = transport.limits().webSocketMessageBytes();
        String codec = pipeline.context(HttpServerCodec.class).name();
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(most)
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .build();
        for (int i = behind.size() - 1; i >= 0; i--) {
            pipeline.addAfter(codec, null, behind.get(i));
        }
        pipeline.addAfter(codec, "frame-encoder", new WebSocket13FrameEncoder(false));
        pipeline.addAfter(codec, "frame-decoder", new WebSocket13FrameDecoder(config));
        pipeline.remove(IdleStateHandler.class);
        opened.run();
        pipeline.remove(codec); // what it has read too far goes to the frame decoder
    }

    private static String proof(@Nullable String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text(key + MAGIC));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-1", e);
        }
    }

    /** Hears whole messages. The handler behind it notices when the connection ends. */
    private static final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Transport transport;
        private final LiveWebSocket socket;

        Frames(Transport transport, LiveWebSocket socket) {
            this.transport = transport;
            this.socket = socket;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
                socket.received(ByteBufUtil.getBytes(frame.content()), frame instanceof BinaryWebSocketFrame);
            } else if (frame instanceof PingWebSocketFrame) {
                if (ctx.channel().isWritable()) { // who does not read waits for no answer
                    ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
                }
            } else if (frame instanceof CloseWebSocketFrame close) {
                socket.ended();
                ctx.writeAndFlush(close.retain()).addListener(sent -> ctx.close());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ClientFaults.report(transport, cause);
            ctx.close();
        }
    }
}
