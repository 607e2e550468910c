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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The answer to one request. Whatever thread it comes from, it is written on the connection's thread, in order: each step is a
 * task there.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class LiveOutput implements Output {
    private static final long MAX_QUEUED_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final Owner owner;
    private final Supplier<Instant> clock;
    private final HttpVersion version; // the client's
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile boolean owesReady; // somebody was told to wait

    // Below: only on the connection's thread.
    private boolean keepAlive;
    private boolean begun;
    private boolean ended;

    /** Who is told, on the connection's thread, what becomes of the answer. */
    interface Owner {
        /** It is out. */
        void answered();

        /** There is room for more of it, after there was none. */
        void ready();
    }

    LiveOutput(ChannelHandlerContext ctx, HttpRequest request, Supplier<Instant> clock, Owner owner) {
        this.ctx = ctx;
        this.owner = owner;
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
            finish(ctx.writeAndFlush(response));
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
            ctx.writeAndFlush(response);
        });
    }

    @Override
    public void part(byte[] bytes) {
        queuedBytes.addAndGet(bytes.length);
        later(() -> {
            queuedBytes.addAndGet(-bytes.length);
            ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
            tellReady();
        });
    }

    @Override
    public void end() {
        later(() -> finish(ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)));
    }

    @Override
    public boolean isReady() {
        if (hasRoom()) {
            return true;
        }
        owesReady = true;
        later(this::tellReady); // it may have become ready just before that
        return false;
    }

    private boolean hasRoom() {
        return ctx.channel().isWritable() && queuedBytes.get() < MAX_QUEUED_BYTES;
    }

    /** Says that there is room again to whoever was told that there was none. */
    void tellReady() {
        if (owesReady && hasRoom()) {
            owesReady = false;
            owner.ready();
        }
    }

    /** Whether some of it is out; on the connection's thread. */
    boolean hasBegun() {
        return begun;
    }

    /** Nobody waits for it any more; on the connection's thread. */
    void drop() {
        ended = true;
    }

    private void later(Runnable step) {
        try {
            ctx.executor().execute(() -> {
                if (!ended) {
                    step.run();
                }
            });
        } catch (RejectedExecutionException e) {
            owesReady = false; // the door is closed, and the connection with it
        }
    }

    private void finish(ChannelFuture written) {
        ended = true;
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
        owner.answered();
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
