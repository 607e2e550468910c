package io.kubejar.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.node.PodNetwork;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelForwardsTest implements PodNetwork {
    private static final InetSocketAddress SITE = new InetSocketAddress("127.0.0.1", 4711);

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-11-28T10:00:00Z"));
    private final List<String> sent = new ArrayList<>(); // what the client gets
    private final MemoryTunnel tunnel = new MemoryTunnel();

    @Override
    public String sandbox() {
        return "box";
    }

    @Override
    public String namespace() {
        return "host";
    }

    @Override
    public @Nullable InetSocketAddress listener(int port) {
        return port == 9090 ? null : SITE;
    }

    @Override
    public void tried(int port, boolean connected) {}

    private void open(Integer... ports) {
        tunnel.written = message ->
                sent.add(message[0] + " " + new String(message, 1, message.length - 1, StandardCharsets.ISO_8859_1));
        tunnel.listener = new ChannelForwards(
                List.of(ports), tunnel, this, loops.loop("forwards"), loops.clock(), ForwardLimits.DEFAULT);
    }

    @Test
    void eachPortHasTwoChannelsThatBeginWithIt() {
        open(8080, 443);
        assertThat(sent).containsExactly("0 \u0090\u001f", "1 \u0090\u001f", "2 \u00bb\u0001", "3 \u00bb\u0001");
        MemoryTunnel first = tunnel.dials.get(0).succeed();
        MemoryTunnel second = tunnel.dials.get(1).succeed();
        sent.clear();
        tunnel.comes("\u0000ask");
        tunnel.comes("\u0002two");
        tunnel.comes("\u0001nobody reads this");
        tunnel.comes("\u0004nor this");
        first.comes("answer");
        assertThat(first.text).hasToString("ask");
        assertThat(second.text).hasToString("two");
        assertThat(sent).containsExactly("0 answer");
        first.to().onEnd();
        assertThat(tunnel.closed).isFalse();
        tunnel.comes("\u0000late");
        second.to().onEnd();
        assertThat(tunnel.closed).isTrue();
        assertThat(loops.nextTimer()).isNull();
    }

    @Test
    void deadPortIsToldOnItsErrorChannel() {
        open(9090);
        assertThat(sent)
                .hasSize(3)
                .last()
                .asString()
                .startsWith("1 error forwarding port 9090 to pod box, uid : failed to execute portforward in network"
                        + " namespace \"host\": failed to connect to localhost:9090");
        assertThat(tunnel.closed).isTrue();
    }

    @Test
    void clientThatLeavesBeforeItsTurnIsNotConnected() {
        List<Runnable> turns = new ArrayList<>();
        tunnel.turns = turns::add;
        open(8080, 443);
        tunnel.breaks(null);
        turns.forEach(Runnable::run);
        assertThat(tunnel.dials).isEmpty();
        assertThat(loops.nextTimer()).isNull();
    }

    @Test
    void silenceAndTheClientsLeavingEndIt() {
        open(8080);
        MemoryTunnel site = tunnel.dials.get(0).succeed();
        loops.advance(Duration.ofHours(4));
        assertThat(tunnel.closed).isTrue();
        assertThat(site.closed).isTrue();
        assertThat(loops.nextTimer()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    80,443 | [80, 443] | ``
                    080    | [80]      | ``
                    0      | [0]       | port "0" must be > 0
                    """)
    void portsAreReadFromTheQuery(String query, String ports, String refusal) {
        List<Integer> read = Ports.read(List.of(query));
        assertThat(read).hasToString(ports);
        assertThat(Ports.refusal(read)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    http    | cannot convert to []int32: strconv.ParseUint: parsing "http": invalid syntax
                    80,     | cannot convert to []int32: strconv.ParseUint: parsing "": invalid syntax
                    70000   | cannot convert to []int32: strconv.ParseUint: parsing "70000": value out of range
                    """)
    void whatIsNoPortIsRefused(String query, String why) {
        assertThatThrownBy(() -> Ports.read(List.of(query))).hasMessage(why);
    }

    @Test
    void thereMayBeSomePortsAndNotTooMany() {
        assertThat(Ports.refusal(List.of())).isEqualTo("query parameter \"port\" is required");
        assertThat(Ports.refusal(IntStream.range(1, 129).boxed().toList())).isEmpty();
        assertThat(Ports.refusal(IntStream.range(1, 130).boxed().toList()))
                .isEqualTo("no more than 128 ports can be forwarded on one connection");
    }
}
