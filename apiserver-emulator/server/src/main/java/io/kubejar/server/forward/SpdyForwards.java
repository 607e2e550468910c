package io.kubejar.server.forward;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.Tunnel;
import io.kubejar.server.spdy.Frame;
import io.kubejar.server.spdy.SpdyConnection;
import io.kubejar.server.spdy.SpdyException;
import io.kubejar.server.spdy.SpdyStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The forwards of one SPDY connection: a pair of streams for each. Upstream: httpStreamHandler,
 * cri-streaming/portforward/httpstream.go, v1.36.
 */
public final class SpdyForwards extends Connection implements SpdyConnection.Owner {
    private record Waiting(StreamPair pair, Timer timer) {}

    private final String name;
    private final SpdyConnection spdy;
    private final Map<String, Waiting> pairs = new HashMap<>(); // those that are not complete

    /**
     * Takes a connection over.
     *
     * @param name tells this connection from others in messages
     * @param loop whose timers end waiting
     */
    public SpdyForwards(String name, Tunnel tunnel, PodNetwork pod, Loop loop, Clock clock, ForwardLimits limits) {
        super(tunnel, pod, loop, clock, limits);
        this.name = name;
        this.spdy = new SpdyConnection(this::send, this, limits.streams());
    }

    @Override
    public void onBytes(byte[] bytes) {
        touch();
        try {
            spdy.received(bytes);
        } catch (SpdyException e) {
            tunnel().close();
        }
    }

    @Override
    public void opened(SpdyStream stream) {
        String type = stream.header(StreamRules.TYPE);
        String port = stream.header(StreamRules.PORT);
        if (StreamRules.refusal(port, type) != null) {
            stream.reset(Frame.CANCEL);
            return;
        }
        String request = StreamRules.request(stream.header(StreamRules.REQUEST), type, stream.id());
        if (pairs.size() >= limits().streams() && !pairs.containsKey(request)) {
            stream.reset(Frame.REFUSED_STREAM); // they wait for their time even when their streams are reset
            return;
        }
        spdy.accept(stream);
        Waiting waiting = pairs.computeIfAbsent(request, this::waitForPair);
        StreamPair pair = waiting.pair();
        if (!pair.add(stream)) {
            pair.say("error processing stream for request " + request + ": " + type + " stream already assigned");
            stream.reset(Frame.CANCEL);
        } else if (pair.isComplete()) {
            pairs.remove(request);
            waiting.timer().cancel();
            Forward forward = add(pair, StreamRules.port(pair.port()));
            pair.join(forward);
            forward.begin();
        }
    }

    private Waiting waitForPair(String request) {
        StreamPair pair = new StreamPair(limits().waitingBytes());
        Timer timer = after(limits().pairing(), "streams of a port forward", () -> {
            pairs.remove(request);
            pair.fail("(conn=" + name + ", request=" + request + ") timed out waiting for streams");
        });
        return new Waiting(pair, timer);
    }

    @Override
    public void goneAway() {
        tunnel().close();
    }

    @Override
    void ended() {
        pairs.values().forEach(waiting -> waiting.timer().cancel());
        pairs.clear();
        spdy.close();
    }
}
