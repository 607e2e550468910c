package io.kubejar.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes an HTTP/2 connection that is idle or broken, or has ended its last stream while the server closes. GOAWAY is sent
 * only then: the HttpClient of JDK 17 fails all open requests when it hears one. All on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class Http2End extends ChannelInboundHandlerAdapter {
    private final Transport transport;
    private final Channel channel;
    private final Http2Connection connection;

    Http2End(Transport transport, Channel channel, Http2Connection connection) {
        this.transport = transport;
        this.channel = channel;
        this.connection = connection;
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamRemoved(Http2Stream stream) {
                if (transport.draining) {
                    channel.eventLoop().execute(Http2End.this::closeIfIdle); // first the stream's own end
                }
            }
        });
    }

    /** The server closes. */
    void goAway() {
        closeIfIdle();
    }

    private void closeIfIdle() {
        if (connection.numActiveStreams() == 0) {
            channel.close(); // says GOAWAY
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            closeIfIdle();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        ReferenceCountUtil.release(frame); // of the connection itself, such as a ping's answer
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ClientFaults.report(transport, cause);
        ctx.close();
    }
}
