package io.kubejar.etcd.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/** Tells gRPC from HTTP/1.1 on a connection in plain text: does it begin as HTTP/2 must? */
final class FirstBytes extends ByteToMessageDecoder {
    private final EitherProtocol.Choice choice;

    FirstBytes(EitherProtocol.Choice choice) {
        this.choice = choice;
    }

    /** Once it has gone, all that came so far goes on to those that were put in its place. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        try {
            int seen = Math.min(in.readableBytes(), preface.readableBytes());
            boolean same = in.slice(in.readerIndex(), seen).equals(preface.slice(0, seen));
            if (same && seen < preface.readableBytes()) {
                return; // not yet to be told
            }
            if (same) {
                choice.takeGrpc(ctx, null);
            } else {
                choice.takeHttp(ctx, null);
            }
            ctx.pipeline().remove(this);
        } finally {
            preface.release();
        }
    }

    /** What gRPC's server begins a negotiation with is of no use before it is known who speaks. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {}
}
