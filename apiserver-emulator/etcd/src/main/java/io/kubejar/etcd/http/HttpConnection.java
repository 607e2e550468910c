package io.kubejar.etcd.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that speaks HTTP/1.1: a request at a time, in order. What comes while an answer is still being made waits,
 * and so does the connection. All is done on the connection's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Service service;
    private final @Nullable SSLSession tls;
    private final Deque<HttpObject> waiting = new ArrayDeque<>();
    private @Nullable Exchange current;
    private @Nullable RequestHead socket; // what asks for one and was not yet read to its end

    HttpConnection(Service service, @Nullable SSLSession tls) {
        this.service = service;
        this.tls = tls;
    }

    /** A request and its answer. */
    private final class Exchange implements OrderedOutput.Owner {
        private final ChannelHandlerContext ctx;
        private final LiveOutput output;
        private final Intake intake;
        private boolean isRead; // the request, to its end
        private boolean isAnswered;

        Exchange(ChannelHandlerContext ctx, HttpRequest head, RequestHead request) {
            this.ctx = ctx;
            this.output = new LiveOutput(ctx, head, service.clock(), this);
            this.intake = service.begin(request, output);
        }

        @Override
        public void answered() {
            isAnswered = true;
            next(ctx);
        }

        @Override
        public void ready() {
            intake.ready();
        }

        private void part(ByteBuf bytes) {
            if (!isAnswered && bytes.isReadable()) {
                intake.part(ByteBufUtil.getBytes(bytes));
            }
        }

        private void end() {
            isRead = true;
            if (!isAnswered) {
                intake.end();
            }
        }

        private void drop() {
            output.drop();
            if (!isAnswered) {
                intake.gone();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
            return;
        }
        waiting.add(part);
        next(ctx);
        if (!waiting.isEmpty()) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    /** Goes on as far as it can for now. */
    private void next(ChannelHandlerContext ctx) {
        while (true) {
            Exchange running = current;
            if (running != null && running.isRead && running.isAnswered) {
                current = null;
            } else if (waiting.isEmpty() || (running != null && running.isRead)) {
                break;
            } else {
                read(ctx, waiting.remove());
            }
        }
        if (waiting.isEmpty()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void read(ChannelHandlerContext ctx, HttpObject part) {
        try {
            if (part.decoderResult().isFailure()) {
                boolean tooLong = part.decoderResult().cause() instanceof TooLongFrameException;
                refuse(
                        ctx,
                        tooLong ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE : HttpResponseStatus.BAD_REQUEST);
                return;
            }
            if (part instanceof HttpRequest head) {
                RequestHead request = head(head);
                if (request == null) {
                    refuse(ctx, HttpResponseStatus.BAD_REQUEST);
                    return;
                }
                if (HttpUtil.is100ContinueExpected(head)) {
                    ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
                }
                if (service.isSocket(request)) {
                    socket = request;
                } else {
                    current = new Exchange(ctx, head, request);
                }
            }
            RequestHead begun = socket;
            if (begun != null && part instanceof LastHttpContent) {
                SocketConnection.takeOver(ctx, begun, service);
                return;
            }
            Exchange running = current;
            if (running != null && part instanceof HttpContent content) {
                running.part(content.content());
            }
            if (running != null && part instanceof LastHttpContent) {
                running.end();
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    /** What is no HTTP, or too long: answered as Go's server does, and the end of the connection. */
    private static void refuse(ChannelHandlerContext ctx, HttpResponseStatus status) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, ByteBufUtil.writeUtf8(ctx.alloc(), status.toString()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Reply.PLAIN)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** Null when it makes no sense. */
    private @Nullable RequestHead head(HttpRequest head) {
        if (head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !head.headers().contains(HttpHeaderNames.HOST)) {
            return null;
        }
        try {
            QueryStringDecoder uri = new QueryStringDecoder(head.uri());
            return new RequestHead(head.method().name(), uri.path(), uri.parameters(), head.headers()::get, tls);
        } catch (IllegalArgumentException e) {
            return null; // half a percent sign
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Exchange running = current;
        if (running != null) {
            running.output.tellReady();
        }
    }

    /** Whoever waits for an answer is left alone. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        Exchange running = current;
        boolean waits = running != null && (running.isRead || running.output.hasBegun());
        if (event instanceof IdleStateEvent && !waits) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        Exchange running = current;
        current = null;
        if (running != null) {
            running.drop();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) { // else the client's part
            LOG.error("a request failed", cause);
        }
        ctx.close();
    }
}
