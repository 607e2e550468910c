package io.kubejar.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/** Reports when connections cannot be accepted (no file descriptors left, for instance) and pauses for a moment. */
final class AcceptFaults extends ChannelInboundHandlerAdapter {
    private final Transport transport;

    AcceptFaults(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        transport.config.onFault().accept("accepting connections", cause);
        ctx.channel().config().setAutoRead(false);
        var unused = ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
    }
}
