package io.kubejar.etcd.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Answers, on a connection that speaks HTTP/2, the requests that are not gRPC; the others go where they did without it. All is
 * done on the connection's thread. Source: etcd 3.6 embed.grpcHandlerFunc.
 */
public final class Http2Pages extends Http2FrameListenerDecorator {
    private static final String GRPC = "application/grpc";

    private final Http2ConnectionHandler handler;
    private final SSLSession tls;
    private final Supplier<HttpDoor> door;
    private final Map<Integer, Exchange> exchanges = new HashMap<>();

    private Http2Pages(
            Http2FrameListener grpc, Http2ConnectionHandler handler, SSLSession tls, Supplier<HttpDoor> door) {
        super(grpc);
        this.handler = handler;
        this.tls = tls;
        this.door = door;
    }

    /**
     * Puts itself before what hears the frames of gRPC. In plain text etcd has only gRPC over HTTP/2.
     *
     * @param handler of the connection, which does not read yet
     * @param door not asked for before there is such a request
     */
    public static void beside(Http2ConnectionHandler handler, SSLSession tls, Supplier<HttpDoor> door) {
        Http2Pages pages = new Http2Pages(handler.decoder().frameListener(), handler, tls, door);
        handler.decoder().frameListener(pages);
        handler.connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                Exchange gone = pages.exchanges.remove(stream.id());
                if (gone != null) {
                    gone.drop();
                }
            }
        });
    }

    /** A request and its answer. */
    private static final class Exchange implements OrderedOutput.Owner {
        private final Http2Output output;
        private final Intake intake;
        private boolean isAnswered;

        Exchange(HttpDoor door, @Nullable RequestHead request, Http2Output.Place place) {
            output = new Http2Output(place, door.clock(), this);
            intake = request == null
                    ? Endpoint.of(any -> Reply.error(400, "400 Bad Request")).begin(NOTHING, output)
                    : door.begin(request, output);
        }

        private static final RequestHead NOTHING = new RequestHead("", "", Map.of(), name -> null, null);

        void part(ByteBuf data) {
            if (!isAnswered && data.isReadable()) {
                intake.part(ByteBufUtil.getBytes(data));
            }
        }

        void end() {
            if (!isAnswered) {
                intake.end();
            }
        }

        void drop() {
            output.drop();
            if (!isAnswered) {
                intake.gone();
            }
        }

        @Override
        public void answered() {
            isAnswered = true;
        }

        @Override
        public void ready() {
            intake.ready();
        }
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean isEnd)
            throws Http2Exception {
        if (!read(ctx, streamId, headers, isEnd)) {
            super.onHeadersRead(ctx, streamId, headers, padding, isEnd);
        }
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean isEnd)
            throws Http2Exception {
        if (!read(ctx, streamId, headers, isEnd)) {
            super.onHeadersRead(ctx, streamId, headers, dependency, weight, exclusive, padding, isEnd);
        }
    }

    /** False for a header that is gRPC's. */
    private boolean read(ChannelHandlerContext ctx, int streamId, Http2Headers headers, boolean isEnd) {
        Exchange exchange = exchanges.get(streamId);
        if (exchange == null) { // else a trailer, which nobody looks at
            CharSequence type = headers.get(HttpHeaderNames.CONTENT_TYPE);
            boolean isFirst = headers.method() != null;
            if (!isFirst || (type != null && type.toString().contains(GRPC))) {
                return false;
            }
            boolean isHead = headers.method().toString().equals("HEAD");
            exchange = new Exchange(door.get(), head(headers), new Http2Output.Place(ctx, handler, streamId, isHead));
            exchanges.put(streamId, exchange);
        }
        if (isEnd) {
            exchange.end();
        }
        return true;
    }

    /** Null when it makes no sense. */
    private @Nullable RequestHead head(Http2Headers headers) {
        try {
            QueryStringDecoder uri = new QueryStringDecoder(String.valueOf(headers.path()));
            return new RequestHead(
                    String.valueOf(headers.method()),
                    uri.path(),
                    uri.parameters(),
                    name -> {
                        CharSequence value = headers.get(AsciiString.of(name.toLowerCase(Locale.ROOT)));
                        return value == null ? null : value.toString();
                    },
                    tls);
        } catch (IllegalArgumentException e) {
            return null; // half a percent sign
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean isEnd)
            throws Http2Exception {
        Exchange exchange = exchanges.get(streamId);
        if (exchange == null) {
            return super.onDataRead(ctx, streamId, data, padding, isEnd);
        }
        int size = data.readableBytes() + padding;
        exchange.part(data);
        if (isEnd) {
            exchange.end();
        }
        return size;
    }
}
