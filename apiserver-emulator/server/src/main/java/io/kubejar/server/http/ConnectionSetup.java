package io.kubejar.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Builds the pipeline of a new connection: TLS, then by what was agreed on HTTP/2 or HTTP/1.1. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class ConnectionSetup extends ChannelInitializer<Channel> {
    private static final int UPLOAD_WINDOW_BYTES = 256 * 1024;
    /** Clients that end watches send resets; only a flood is an attack. Per {@link #RESET_SECONDS}. */
    private static final int RESETS_MAX = 20_000;

    private static final int RESET_SECONDS = 10;

    private final Transport transport;
    private final CompletableFuture<@Nullable SslContext> tls;

    ConnectionSetup(Transport transport, CompletableFuture<@Nullable SslContext> tls) {
        this.transport = transport;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!transport.opened(channel)) {
            channel.close();
            return;
        }
        SslContext context = tls.join(); // waits only while the server starts
        if (context == null) {
            http1(channel);
            return;
        }
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(transport.limits().handshake().toMillis());
        channel.pipeline().addLast(new PlainTextGuard(), handler, new Negotiated());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ClientFaults.report(transport, cause);
        ctx.close();
    }

    /** The handshake has ended, well or not. */
    private final class Negotiated extends ApplicationProtocolNegotiationHandler {
        Negotiated() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                http2(ctx.channel());
            } else {
                http1(ctx.channel());
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close(); // the client does not trust us, or left: nothing to report
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ClientFaults.report(transport, cause);
            ctx.close();
        }
    }

    private void http1(Channel channel) {
        Limits limits = transport.limits();
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.headerBytes())
                .setMaxHeaderSize(limits.headerBytes());
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(config),
                        idle(),
                        new ExchangeHandler(channel, transport, Peer.of(channel), false));
    }

    private void http2(Channel channel) {
        Limits limits = transport.limits();
        Peer peer = Peer.of(channel);
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .maxConcurrentStreams(limits.streamsPerConnection())
                        .maxHeaderListSize(limits.headerBytes())
                        .initialWindowSize(UPLOAD_WINDOW_BYTES))
                .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESET_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESET_SECONDS)
                .gracefulShutdownTimeoutMillis(limits.drain().toMillis())
                .build();
        ChannelInitializer<Channel> stream = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel one) {
                ChannelPipeline pipeline = one.pipeline();
                pipeline.addLast(new Http2StreamFrameToHttpObjectCodec(true));
                pipeline.addLast(new ExchangeHandler(one, transport, peer, true));
            }
        };
        channel.pipeline()
                .addLast(
                        idle(),
                        codec,
                        new Http2MultiplexHandler(stream),
                        new Http2End(transport, channel, codec.connection()));
    }

    private IdleStateHandler idle() {
        return new IdleStateHandler(0, 0, transport.limits().idle().toMillis(), TimeUnit.MILLISECONDS);
    }
}
