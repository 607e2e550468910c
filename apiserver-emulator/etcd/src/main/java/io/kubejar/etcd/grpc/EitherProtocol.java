package io.kubejar.etcd.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.SecurityLevel;
import io.grpc.internal.GrpcAttributes;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.kubejar.etcd.http.Http2Pages;
import io.kubejar.etcd.http.HttpDoor;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsciiString;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Has one port speak gRPC and HTTP/1.1: looks at what a connection begins with, or at what TLS agreed on, puts the one or the
 * other in place and is gone. As etcd's cmux, and its TLS listener: etcd 3.6 embed.serveCtx.serve.
 */
final class EitherProtocol implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final @Nullable SslContext tls;
    private final Supplier<HttpDoor> http;

    /**
     * For a port.
     *
     * @param tls null for plain text
     * @param http takes over the connections that do not speak gRPC; not asked for before there is one
     */
    EitherProtocol(@Nullable SslContext tls, Supplier<HttpDoor> http) {
        this.tls = tls;
        this.http = http;
    }

    @Override
    public AsciiString scheme() {
        return AsciiString.of(tls == null ? "http" : "https");
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        Choice choice = new Choice(grpc, http);
        return tls == null ? new FirstBytes(choice) : new AfterHandshake(tls, choice);
    }

    @Override
    public void close() {}

    /** What to do once it is known what a connection speaks; each is called by the handler that found out, which then goes. */
    record Choice(GrpcHttp2ConnectionHandler grpc, Supplier<HttpDoor> http) {
        /** Hands the connection to gRPC, as gRPC's own negotiators do; with TLS there are pages beside it. */
        void takeGrpc(ChannelHandlerContext ctx, @Nullable SSLSession session) {
            Attributes.Builder attributes = Attributes.newBuilder()
                    .set(Grpc.TRANSPORT_ATTR_LOCAL_ADDR, ctx.channel().localAddress())
                    .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, ctx.channel().remoteAddress());
            if (session == null) {
                attributes.set(GrpcAttributes.ATTR_SECURITY_LEVEL, SecurityLevel.NONE);
            } else {
                attributes
                        .set(GrpcAttributes.ATTR_SECURITY_LEVEL, SecurityLevel.PRIVACY_AND_INTEGRITY)
                        .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session);
                Http2Pages.beside(grpc, session, http);
            }
            ctx.pipeline().addAfter(ctx.name(), null, InternalProtocolNegotiators.grpcNegotiationHandler(grpc));
            ctx.fireUserEventTriggered(InternalProtocolNegotiationEvent.withAttributes(
                    InternalProtocolNegotiationEvent.getDefault(), attributes.build()));
        }

        /** Hands the connection to HTTP/1.1, and takes gRPC's handler that waits for an end of the negotiation off it. */
        void takeHttp(ChannelHandlerContext ctx, @Nullable SSLSession session) {
            ChannelPipeline pipeline = ctx.pipeline();
            while (pipeline.lastContext() != ctx) {
                pipeline.removeLast();
            }
            http.get().take(pipeline, session);
            pipeline.addLast(new GrpcCommands());
        }
    }
}
