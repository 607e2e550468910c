package io.kubejar.etcd.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that has become a WebSocket. What its messages say, each with the end of a line behind it, is the body of one
 * request, which has no end. All is done on the connection's thread. Source: grpc-websocket-proxy's wsproxy.Proxy.proxy.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class SocketConnection extends SimpleChannelInboundHandler<WebSocketFrame> implements OrderedOutput.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(SocketConnection.class);
    private static final int MAX_FRAME_BYTES = 16 * 1024 * 1024; // more than a request may have

    private static final byte[] END_OF_LINE = {'\n'};

    private final Service service;
    private final RequestHead request;
    private @Nullable SocketOutput output;
    private @Nullable Intake intake; // null once there is an answer

    private SocketConnection(Service service, RequestHead request) {
        this.service = service;
        this.request = request;
    }

    /** Takes a connection over from the handler that has read the request, and answers that. */
    static void takeOver(ChannelHandlerContext ctx, RequestHead request, Service service) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
        SocketHandshake.answer(request).forEach(response.headers()::set);
        ctx.writeAndFlush(response);
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_FRAME_BYTES)
                .withUTF8Validator(false)
                .build();
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.addAfter(ctx.name(), null, new SocketConnection(service, SocketHandshake.proxied(request)));
        String codec = pipeline.context(HttpServerCodec.class).name();
        pipeline.addBefore(codec, null, new WebSocket13FrameEncoder(false)); // the decoder writes too
        pipeline.remove(IdleStateHandler.class); // a watch may be silent for ever
        pipeline.remove(ctx.handler());
        pipeline.replace(codec, null, new WebSocket13FrameDecoder(config));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        output = new SocketOutput(ctx, this);
        intake = service.begin(request, output);
        intake.pause();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            ctx.writeAndFlush(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""))
                    .addListener(ChannelFutureListener.CLOSE);
        } else if (!(frame instanceof PongWebSocketFrame)) {
            add(ByteBufUtil.getBytes(frame.content()), frame.isFinalFragment());
        }
    }

    private void add(byte[] bytes, boolean isEnd) {
        Intake open = intake;
        if (open != null) {
            open.part(bytes);
        }
        if (open != null && isEnd) {
            open.part(END_OF_LINE);
            open.pause();
        }
    }

    @Override
    public void answered() {
        intake = null;
    }

    @Override
    public void ready() {
        Intake open = intake;
        if (open != null) {
            open.ready();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        SocketOutput out = output;
        if (out != null) {
            out.tellReady();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        SocketOutput out = output;
        Intake open = intake;
        intake = null;
        if (out != null) {
            out.drop();
        }
        if (open != null) {
            open.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) { // else the client's part
            LOG.error("a request over a WebSocket failed", cause);
        }
        ctx.close();
    }
}
