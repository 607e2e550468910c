package io.kubejar.server.http;

import io.kubejar.server.exchange.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Writes answers to one connection or HTTP/2 stream. On the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class AnswerWriter {
    /** Pieces that are this large go out as they are; smaller ones are joined. */
    private static final int JOIN_BELOW_BYTES = 8 * 1024;

    private final Channel channel;
    private final Transport transport;
    private final boolean http2;

    AnswerWriter(Channel channel, Transport transport, boolean http2) {
        this.channel = channel;
        this.transport = transport;
        this.http2 = http2;
    }

    /** What the request says about the form of its answer. */
    record Form(boolean isHead, boolean keepAlive, boolean http10) {}

    ChannelFuture whole(WholeAnswer answer, Form form) {
        HttpHeaders headers = fields(answer.headers(), form);
        if (answer.gzipped()) {
            headers.set(http2 ? "content-encoding" : "Content-Encoding", "gzip");
            headers.add(http2 ? "vary" : "Vary", "Accept-Encoding");
        }
        boolean hasBody = answer.status() >= 200 && answer.status() != 204 && answer.status() != 304;
        if (hasBody) {
            headers.set(http2 ? "content-length" : "Content-Length", answer.body().length);
        }
        ByteBuf body = hasBody && !form.isHead ? Unpooled.wrappedBuffer(answer.body()) : Unpooled.EMPTY_BUFFER;
        return channel.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                body,
                headers,
                EmptyHttpHeaders.INSTANCE));
    }

    ChannelFuture head(int status, Headers given, Form form) {
        HttpHeaders headers = fields(given, form);
        if (!http2 && !form.http10 && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set("Transfer-Encoding", "chunked");
        }
        return channel.writeAndFlush(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers));
    }

    private HttpHeaders fields(Headers given, Form form) {
        HttpHeaders headers = Fields.of(given, transport.date(), http2);
        if (!http2) {
            Fields.connection(headers, form.keepAlive, form.http10);
        }
        return headers;
    }

    /** Sends pieces in their order; the arrays are only read. */
    ChannelFuture pieces(List<byte[]> pieces) {
        int at = 0;
        ChannelFuture last = channel.newSucceededFuture();
        while (at < pieces.size()) {
            int end = at;
            int bytes = 0;
            while (end < pieces.size() && (end == at || bytes + pieces.get(end).length <= JOIN_BELOW_BYTES)) {
                bytes += pieces.get(end).length;
                end++;
            }
            last = channel.write(new DefaultHttpContent(join(pieces.subList(at, end), bytes)));
            at = end;
        }
        channel.flush();
        return last;
    }

    private ByteBuf join(List<byte[]> pieces, int bytes) {
        if (pieces.size() == 1) {
            return Unpooled.wrappedBuffer(pieces.get(0));
        }
        ByteBuf out = channel.alloc().buffer(bytes);
        pieces.forEach(out::writeBytes);
        return out;
    }

    ChannelFuture end() {
        return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Tells a client that waits for it to send its body. */
    void proceed() {
        DefaultFullHttpResponse proceed =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);
        HttpUtil.setKeepAlive(proceed, true);
        channel.writeAndFlush(proceed);
    }
}
