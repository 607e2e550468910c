package io.kubejar.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Looks at the first bytes of a connection and tells a client that speaks plain HTTP on the TLS port what is wrong, as Go's
 * net/http does, where TLS would only break off.
 */
final class PlainTextGuard extends ByteToMessageDecoder {
    private static final int LOOK_AT = 5;
    private static final Set<String> HTTP = Set.of("GET /", "HEAD ", "POST ", "PUT /", "OPTIO", "PATCH", "DELET");
    private static final String ANSWER =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < LOOK_AT) {
            return;
        }
        if (HTTP.contains(in.toString(in.readerIndex(), LOOK_AT, StandardCharsets.US_ASCII))) {
            in.skipBytes(in.readableBytes());
            ctx.writeAndFlush(Unpooled.copiedBuffer(ANSWER, StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.pipeline().remove(this); // what was read goes on to TLS
        }
    }
}
