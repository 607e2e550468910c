package io.kubejar.etcd.grpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Has a connection speak TLS, and then what was agreed on: HTTP/2 is gRPC with pages beside it, all else HTTP/1.1. */
final class AfterHandshake extends ChannelInboundHandlerAdapter {
    private final SslContext context;
    private final EitherProtocol.Choice choice;

    AfterHandshake(SslContext context, EitherProtocol.Choice choice) {
        this.context = context;
        this.choice = choice;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), null, context.newHandler(ctx.alloc()));
    }

    /** What gRPC's server begins a negotiation with is of no use before it is known who speaks. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            return;
        }
        if (!handshake.isSuccess()) {
            ctx.fireExceptionCaught(handshake.cause());
            return;
        }
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            choice.takeGrpc(ctx, tls.engine().getSession());
        } else {
            choice.takeHttp(ctx, tls.engine().getSession());
        }
        ctx.pipeline().remove(this);
    }
}
