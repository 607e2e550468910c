package io.kubejar.etcd.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** The answer to a request over a WebSocket: a message a line, without status and header; its end is that of the connection. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel closes it, and that is heard
final class SocketOutput extends OrderedOutput {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // only on the connection's thread

    SocketOutput(ChannelHandlerContext ctx, Owner owner) {
        super(ctx, owner);
    }

    @Override
    public void whole(Reply reply) {
        part(reply.body());
        end();
    }

    @Override
    public void start(int status, Map<String, String> fields) {}

    @Override
    public void part(byte[] bytes) {
        later(bytes.length, () -> {
            for (byte one : bytes) {
                if (one == '\n') {
                    sendLine();
                } else {
                    line.write(one);
                }
            }
        });
    }

    private void sendLine() {
        if (line.size() > 0) {
            ctx().writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(line.toByteArray())));
            line.reset();
        }
    }

    @Override
    public void end() {
        later(() -> {
            sendLine();
            ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            finish();
        });
    }
}
