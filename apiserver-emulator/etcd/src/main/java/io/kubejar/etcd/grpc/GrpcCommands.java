package io.kubejar.etcd.grpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands last on a connection that gRPC's server still counts as one of its own and that speaks HTTP/1.1: what the server
 * writes on it are commands to end it, when no HTTP/2 begins within its time or when it shuts down. Only the {@link GrpcDoor}
 * ends such a connection.
 */
final class GrpcCommands extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object command, ChannelPromise promise) {
        ReferenceCountUtil.release(command);
        promise.setSuccess();
    }
}
