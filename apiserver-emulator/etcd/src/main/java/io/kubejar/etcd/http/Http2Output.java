package io.kubejar.etcd.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The answer to one request over HTTP/2. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a stream closes it, and that is heard
final class Http2Output extends OrderedOutput {
    private static final byte[] NOTHING = new byte[0];

    private final Place place;
    private final Supplier<Instant> clock;

    /**
     * Where it goes.
     *
     * @param isHead nothing but the header is wanted
     */
    record Place(ChannelHandlerContext ctx, Http2ConnectionHandler handler, int streamId, boolean isHead) {
        ChannelFuture header(Http2Headers fields, boolean isEnd) {
            ChannelFuture written =
                    handler.encoder().writeHeaders(ctx, streamId, fields, 0, isEnd || isHead, ctx.newPromise());
            handler.flush(ctx);
            return written;
        }

        ChannelFuture data(byte[] bytes, boolean isEnd) {
            ChannelFuture written = handler.encoder()
                    .writeData(ctx, streamId, Unpooled.wrappedBuffer(bytes), 0, isEnd, ctx.newPromise());
            handler.flush(ctx);
            return written;
        }
    }

    Http2Output(Place place, Supplier<Instant> clock, Owner owner) {
        super(place.ctx(), owner);
        this.place = place;
        this.clock = clock;
    }

    @Override
    public void whole(Reply reply) {
        later(() -> {
            Http2Headers fields = header(reply.status(), reply.fields());
            fields.setInt("content-length", reply.body().length);
            finish();
            place.header(fields, false);
            if (!place.isHead()) {
                place.data(reply.body(), true);
            }
        });
    }

    @Override
    public void start(int status, Map<String, String> fields) {
        later(() -> place.header(header(status, fields), false));
    }

    @Override
    public void part(byte[] bytes) {
        queued(bytes.length);
        later(() -> {
            if (place.isHead()) {
                written(bytes.length);
            } else {
                place.data(bytes, false).addListener(done -> written(bytes.length)); // once the client has room for it
            }
        });
    }

    /** What is queued counts until it is on the wire, which many streams share: nothing else has to be waited for. */
    @Override
    boolean isWireFree() {
        return true;
    }

    @Override
    public void end() {
        later(() -> {
            finish();
            if (!place.isHead()) {
                place.data(NOTHING, true);
            }
        });
    }

    private Http2Headers header(int status, Map<String, String> fields) {
        Http2Headers header = new DefaultHttp2Headers().status(Integer.toString(status));
        fields.forEach((name, value) -> header.set(name.toLowerCase(Locale.ROOT), value));
        return header.set(
                "date", DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.get().atOffset(ZoneOffset.UTC)));
    }
}
