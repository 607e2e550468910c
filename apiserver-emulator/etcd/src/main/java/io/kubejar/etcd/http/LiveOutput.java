package io.kubejar.etcd.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Supplier;

/** The answer to one request over HTTP/1.1. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class LiveOutput extends OrderedOutput {
    private final Supplier<Instant> clock;
    private final HttpVersion version; // the client's

    // Below: only on the connection's thread.
    private boolean keepAlive;
    private boolean begun;

    LiveOutput(ChannelHandlerContext ctx, HttpRequest request, Supplier<Instant> clock, Owner owner) {
        super(ctx, owner);
        this.clock = clock;
        this.version = request.protocolVersion();
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    @Override
    public void whole(Reply reply) {
        later(() -> {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(reply.status()),
                    Unpooled.wrappedBuffer(reply.body()));
            setFields(response, reply.fields());
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
            finish(ctx().writeAndFlush(response));
        });
    }

    @Override
    public void start(int status, Map<String, String> fields) {
        later(() -> {
            HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
            begun = true;
            boolean chunks = version.equals(HttpVersion.HTTP_1_1);
            keepAlive &= chunks; // else only the end of the connection says where the answer ends
            setFields(response, fields);
            HttpUtil.setTransferEncodingChunked(response, chunks);
            ctx().writeAndFlush(response);
        });
    }

    @Override
    public void part(byte[] bytes) {
        later(bytes.length, () -> ctx().writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes))));
    }

    @Override
    public void end() {
        later(() -> finish(ctx().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)));
    }

    /** Whether some of it is out; on the connection's thread. */
    boolean hasBegun() {
        return begun;
    }

    private void finish(ChannelFuture written) {
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
        finish();
    }

    private void setFields(HttpResponse response, Map<String, String> fields) {
        fields.forEach(response.headers()::set);
        response.headers()
                .set(
                        HttpHeaderNames.DATE,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.get().atOffset(ZoneOffset.UTC)));
        HttpUtil.setKeepAlive(response.headers(), version, keepAlive);
    }
}
