package io.kubejar.server.forward;

import io.kubejar.server.spdy.Frame;
import io.kubejar.server.spdy.SpdyStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The error and the data stream of one forward, as they come. Upstream: httpStreamPair, cri-streaming v1.36. On the
 * connection's thread only.
 */
final class StreamPair implements ClientSide {
    private final int waitingMax;
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // what came before the pair was complete
    private int waitingBytes;
    private @Nullable SpdyStream data;
    private @Nullable SpdyStream error;
    private @Nullable Forward forward;

    StreamPair(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    /** Takes a stream; false when the pair has one of its type already. */
    boolean add(SpdyStream stream) {
        boolean isError = stream.header(StreamRules.TYPE).equals(StreamRules.ERROR);
        if ((isError ? error : data) != null) {
            return false;
        }
        if (isError) {
            error = stream;
        } else {
            data = stream;
            stream.listen(new Data(stream));
        }
        return true;
    }

    /** Whether both streams are there. */
    boolean isComplete() {
        return data != null && error != null;
    }

    /** The port that the data stream names; "" while there is none. */
    String port() {
        SpdyStream from = data;
        return from == null ? "" : from.header(StreamRules.PORT);
    }

    /** The pair is complete: from now on its bytes go into a forward. */
    void join(Forward to) {
        forward = to;
        for (byte[] bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            to.send(bytes);
        }
        SpdyStream from = data;
        if (from != null && from.hasClientEnded()) {
            to.clientEnded();
        }
    }

    /** Tells the client something, if it has opened a stream for that. */
    void say(String text) {
        SpdyStream to = error;
        if (to != null) {
            to.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Ends what there is of it. */
    void reset() {
        for (SpdyStream one : new SpdyStream[] {data, error}) {
            if (one != null) {
                one.reset(Frame.CANCEL);
            }
        }
    }

    @Override
    public void write(byte[] bytes) {
        SpdyStream to = data;
        if (to != null) {
            to.write(bytes);
        }
    }

    @Override
    public void end() {
        for (SpdyStream one : new SpdyStream[] {data, error}) {
            if (one != null) {
                one.end();
            }
        }
    }

    @Override
    public void fail(String why) {
        say(why);
        reset();
    }

    /** Hears the data stream. */
    private final class Data implements SpdyStream.Listener {
        private final SpdyStream stream;

        Data(SpdyStream stream) {
            this.stream = stream;
        }

        @Override
        public void onBytes(byte[] bytes) {
            Forward to = forward;
            if (to != null) {
                to.send(bytes);
                return;
            }
            waitingBytes += bytes.length;
            if (waitingBytes > waitingMax) {
                waiting.clear();
                stream.reset(Frame.FLOW_CONTROL_ERROR);
            } else {
                waiting.add(bytes);
            }
        }

        @Override
        public void onEnd() {
            Forward to = forward;
            if (to != null) {
                to.clientEnded();
            }
        }

        @Override
        public void onReset() {
            Forward to = forward;
            if (to != null) {
                to.drop();
                end();
            }
        }
    }
}
