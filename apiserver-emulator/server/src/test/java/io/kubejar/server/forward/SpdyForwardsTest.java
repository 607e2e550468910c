package io.kubejar.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.server.spdy.Frame;
import io.kubejar.server.spdy.FrameReader;
import io.kubejar.server.spdy.FrameWriter;
import io.kubejar.server.spdy.SpdyException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpdyForwardsTest implements PodNetwork {
    private static final InetSocketAddress SITE = new InetSocketAddress("127.0.0.1", 4711);
    private static final ForwardLimits LIMITS = new ForwardLimits(Duration.ofHours(4), Duration.ofSeconds(30), 8, 16);
    private static final String DEAD =
            "error forwarding port 9090 to pod box, uid : failed to execute portforward in network namespace \"/netns\":"
                    + " failed to connect to localhost:9090 inside namespace \"box\", IPv4: dial tcp4 127.0.0.1:9090:"
                    + " connect: connection refused IPv6 dial tcp6 [::1]:9090: connect: connection refused ";

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-11-28T10:00:00Z"));
    private final Map<Integer, InetSocketAddress> listeners = new HashMap<>(Map.of(8080, SITE));
    private final List<String> tried = new ArrayList<>();
    private final List<String> sent = new ArrayList<>(); // what the client gets
    private final FrameWriter client = new FrameWriter();
    private final FrameReader answers = new FrameReader();
    private final MemoryTunnel tunnel = new MemoryTunnel();

    SpdyForwardsTest() {
        tunnel.written = this::sent;
        tunnel.listener = new SpdyForwards("0x1", tunnel, this, loops.loop("forwards"), loops.clock(), LIMITS);
    }

    @Override
    public String sandbox() {
        return "box";
    }

    @Override
    public String namespace() {
        return "/netns";
    }

    @Override
    public @Nullable InetSocketAddress listener(int port) {
        return listeners.get(port);
    }

    @Override
    public void tried(int port, boolean connected) {
        tried.add(port + (connected ? " reached" : " refused"));
    }

    private void sent(byte[] bytes) {
        try {
            answers.read(bytes, frame -> {
                if (frame instanceof Frame.Data data) {
                    String text = new String(data.bytes(), StandardCharsets.UTF_8);
                    sent.add(data.stream() + " " + text + (data.fin() ? "|" : ""));
                } else if (frame instanceof Frame.RstStream reset) {
                    sent.add("reset " + reset.stream() + " " + reset.status());
                } else if (!(frame instanceof Frame.SynReply)) {
                    sent.add(frame.toString());
                }
            });
        } catch (SpdyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing outlives the connection: no timer, no connection to a port. */
    @AfterEach
    void nothingIsLeft() {
        tunnel.breaks(null);
        assertThat(loops.nextTimer()).isNull();
        client.close();
        answers.close();
    }

    private void comes(Frame frame) {
        tunnel.to().onBytes(client.bytes(frame));
    }

    private void open(int stream, String type, int port, String request) {
        comes(new Frame.SynStream(
                stream, false, Map.of("streamType", type, "port", Integer.toString(port), "requestID", request)));
    }

    private void data(int stream, String text, boolean fin) {
        comes(new Frame.Data(stream, fin, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** As kubectl does it; the streams are 1 and 3. */
    private void openPair(int port) {
        open(1, "error", port, "0");
        data(1, "", true);
        open(3, "data", port, "0");
    }

    private MemoryTunnel connected() {
        openPair(8080);
        assertThat(tunnel.dials).hasSize(1);
        assertThat(tunnel.dials.get(0).to()).isEqualTo(SITE);
        return tunnel.dials.get(0).succeed();
    }

    @Test
    void bytesGoBothWaysUntilThePortsSideEnds() {
        MemoryTunnel site = connected();
        data(3, "ask", false);
        site.comes("answer");
        data(3, "", true);
        assertThat(site.text).hasToString("ask");
        assertThat(site.ended).isTrue();
        assertThat(site.closed).isFalse();
        site.comes(", all of it");
        site.to().onEnd();
        assertThat(site.closed).isTrue();
        assertThat(sent).containsExactly("3 answer", "3 , all of it", "3 |", "1 |");
        assertThat(tried).containsExactly("8080 reached");
        assertThat(tunnel.closed).isFalse();
    }

    @Test
    void whatComesBeforeTheConnectionIsOpenIsKept() {
        openPair(8080);
        assertThat(tunnel.reading).isFalse();
        data(3, "early", false);
        data(3, "", true);
        MemoryTunnel site = tunnel.dials.get(0).succeed();
        assertThat(site.text).hasToString("early");
        assertThat(site.ended).isTrue();
        assertThat(tunnel.reading).isTrue();
    }

    @Test
    void deadPortIsToldOnTheErrorStream() {
        openPair(9090);
        assertThat(sent).containsExactly("1 " + DEAD, "reset 3 5", "reset 1 5");
        assertThat(tried).containsExactly("9090 refused");
        assertThat(tunnel.dials).isEmpty();
        sent.clear();
        open(5, "error", 8080, "1");
        open(7, "data", 8080, "1");
        tunnel.dials.get(0).fail();
        assertThat(sent).containsExactly("5 " + DEAD.replace("9090", "8080"), "reset 7 5", "reset 5 5");
        assertThat(tunnel.reading).isTrue();
    }

    @Test
    void brokenConnectionIsToldOnTheErrorStream() {
        MemoryTunnel site = connected();
        site.breaks(new IOException("Connection reset"));
        assertThat(sent)
                .containsExactly(
                        "1 error forwarding port 8080 to pod box, uid : failed to execute portforward in network namespace"
                                + " \"/netns\": read tcp4 127.0.0.1->127.0.0.1:8080: read: connection reset by peer",
                        "reset 3 5",
                        "reset 1 5");
    }

    @Test
    void clientThatResetsEndsTheConnectionToThePort() {
        MemoryTunnel site = connected();
        comes(new Frame.RstStream(3, Frame.CANCEL));
        assertThat(site.closed).isTrue();
        assertThat(sent).containsExactly("1 |");
    }

    @Test
    void clientThatLeavesEndsEverything() {
        MemoryTunnel open = connected();
        open(5, "error", 8080, "1");
        open(7, "data", 8080, "1");
        MemoryTunnel.Dial opening = tunnel.dials.get(1);
        comes(new Frame.GoAway(0, 0));
        assertThat(tunnel.closed).isTrue();
        assertThat(open.closed).isTrue();
        assertThat(opening.succeed().closed).isTrue();
        assertThat(sent).isEmpty();
    }

    @Test
    void connectionThatIsGivenUpTellsNothingOfThePort() {
        openPair(8080);
        tunnel.breaks(null);
        tunnel.dials.get(0).fail();
        assertThat(tried).isEmpty();
    }

    @Test
    void slowSideSlowsTheOtherDown() {
        MemoryTunnel site = connected();
        site.writable = false;
        data(3, "x", false);
        assertThat(tunnel.reading).isFalse();
        site.drained();
        assertThat(tunnel.reading).isTrue();

        tunnel.writable = false;
        site.comes("x");
        assertThat(site.reading).isFalse();
        tunnel.drained();
        assertThat(site.reading).isTrue();
    }

    @Test
    void slowForwardThatEndsHoldsNobodyUp() {
        MemoryTunnel site = connected();
        site.writable = false;
        data(3, "x", false);
        assertThat(tunnel.reading).isFalse();
        site.breaks(null);
        assertThat(tunnel.reading).isTrue();
    }

    @Test
    void streamsThatSayNothingUsefulAreReset() {
        open(1, "stdin", 8080, "0");
        open(3, "data", 0, "0");
        open(5, "error", 8080, "0");
        open(7, "error", 8080, "0");
        assertThat(sent)
                .containsExactly(
                        "reset 1 5",
                        "reset 3 5",
                        "5 error processing stream for request 0: error stream already assigned",
                        "reset 7 5");
    }

    @Test
    void halfOfAPairWaitsForABoundedTime() {
        open(1, "error", 8080, "0");
        loops.advance(Duration.ofSeconds(29));
        assertThat(sent).isEmpty();
        loops.advance(Duration.ofSeconds(1));
        assertThat(sent).containsExactly("1 (conn=0x1, request=0) timed out waiting for streams", "reset 1 5");
        open(3, "data", 8080, "0");
        assertThat(tunnel.dials).isEmpty();
    }

    @Test
    void halfOfAPairKeepsABoundedNumberOfBytes() {
        open(1, "data", 8080, "0");
        data(1, "0123456789012345", false);
        assertThat(sent).isEmpty();
        data(1, "6", false);
        assertThat(sent).containsExactly("reset 1 7");
    }

    @Test
    void thereIsABoundedNumberOfPairsThatWaitHoweverManyAreGivenUp() {
        for (int stream = 1; stream < 2 * LIMITS.streams(); stream += 2) {
            open(stream, "data", 8080, "request " + stream);
            comes(new Frame.RstStream(stream, Frame.CANCEL));
        }
        assertThat(sent).isEmpty();
        open(17, "error", 8080, "one more");
        assertThat(sent).containsExactly("reset 17 3");
        open(19, "error", 8080, "request 1");
        assertThat(tunnel.dials).hasSize(1);
    }

    @Test
    void openPairHasNoTimeLimitOfItsOwn() {
        MemoryTunnel site = connected();
        loops.advance(Duration.ofHours(3));
        site.comes("still here");
        loops.advance(Duration.ofHours(3));
        assertThat(tunnel.closed).isFalse();
        assertThat(sent).containsExactly("3 still here");
        loops.advance(Duration.ofHours(1));
        assertThat(tunnel.closed).isTrue();
        assertThat(site.closed).isTrue();
    }

    @Test
    void clientThatSpeaksNoSpdyIsLeft() {
        tunnel.to().onBytes(new byte[] {(byte) 0x80, 2, 0, 6, 0, 0, 0, 4});
        assertThat(tunnel.closed).isTrue();
    }
}
