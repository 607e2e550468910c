package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection without a network, and with clocks that move when told. */
class HttpConnectionTest {
    private static final String CHUNKED = "POST /v3/any HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String VERSION = "GET /version HTTP/1.1\r\nHost: x\r\n\r\n";

    private final List<String> heard = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Engine engine = new Engine(
            new SimulatedLoops(Instant.parse("2026-01-02T03:04:05Z")),
            Chance.seeded(1),
            Duration.ofMinutes(10),
            Store.empty(),
            Journal.NONE);

    @BeforeEach
    void take() {
        channel.freezeTime();
        new HttpDoor(engine, this::listen, page -> {}, Duration.ofSeconds(10)).take(channel.pipeline(), null);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    /** Notes what it hears and says nothing by itself. */
    private Intake listen(RequestHead request, Output out) {
        outputs.add(out);
        return new Intake() {
            @Override
            public void part(byte[] bytes) {
                heard.add(new String(bytes, US_ASCII));
            }

            @Override
            public void end() {
                heard.add("end");
            }

            @Override
            public void ready() {
                heard.add("ready");
            }

            @Override
            public void gone() {
                heard.add("gone");
            }
        };
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
        channel.runPendingTasks();
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private String received() {
        channel.runPendingTasks();
        StringBuilder all = new StringBuilder();
        for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            all.append(one.toString(US_ASCII));
            one.release();
        }
        return all.toString();
    }

    @Test
    void answersCarryTheStoresTime() {
        send(VERSION);
        assertThat(received().lines().map(line -> line.toLowerCase(java.util.Locale.ROOT)))
                .contains("date: fri, 2 jan 2026 03:04:05 gmt");
    }

    @Test
    void aBodyIsHandedOnAsItComes() {
        send(CHUNKED);
        send("3\r\nabc\r\n");
        assertThat(heard).containsExactly("abc");
        send("1\r\nd\r\n0\r\n\r\n");
        assertThat(heard).containsExactly("abc", "d", "end");
        outputs.get(0).start(200, Map.of("A", "b"));
        assertThat(received()) // task by task: this channel would run one within the other
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nA: b\r\n", "transfer-encoding: chunked")
                .endsWith("\r\n\r\n");
        outputs.get(0).part("xy".getBytes(US_ASCII));
        assertThat(received()).isEqualTo("2\r\nxy\r\n");
        outputs.get(0).end();
        assertThat(received()).isEqualTo("0\r\n\r\n");
    }

    @Test
    void theNextRequestWaitsForTheAnswerBeforeIt() {
        send(CHUNKED + "0\r\n\r\n" + VERSION);
        assertThat(received()).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();
        outputs.get(0).whole(new Reply(499, Map.of(), new byte[0]));
        assertThat(received()).startsWith("HTTP/1.1 499 ").contains("HTTP/1.1 200 OK");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whatIsLeftOfABodyThatWasAnsweredIsPassedOver() {
        send(CHUNKED + "1\r\na\r\n");
        outputs.get(0).whole(new Reply(413, Map.of(), new byte[0]));
        assertThat(received()).startsWith("HTTP/1.1 413 ");
        send("1\r\nb\r\n0\r\n\r\n" + VERSION);
        assertThat(heard).containsExactly("a");
        assertThat(received()).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aSlowReaderIsWaitedFor() {
        send(CHUNKED + "0\r\n\r\n");
        outputs.get(0).start(200, Map.of());
        received();
        assertThat(outputs.get(0).isReady()).isTrue();
        outputs.get(0).part(new byte[100_000]);
        assertThat(outputs.get(0).isReady()).isFalse();
        received();
        assertThat(heard).containsExactly("end", "ready");
        assertThat(outputs.get(0).isReady()).isTrue();
    }

    @Test
    void whoeverLeavesIsNotWrittenTo() {
        send(CHUNKED);
        channel.close().syncUninterruptibly();
        channel.runPendingTasks();
        assertThat(heard).containsExactly("gone");
        outputs.get(0).whole(new Reply(200, Map.of(), new byte[0]));
        assertThat(received()).isEmpty();
    }

    @Test
    void onlyWhoeverWaitsForAnAnswerMayBeSilent() {
        send(VERSION);
        received();
        pass(9);
        send(CHUNKED + "0\r\n\r\n");
        pass(30);
        assertThat(channel.isOpen()).isTrue();
        outputs.get(0).whole(new Reply(200, Map.of(), new byte[0]));
        received();
        pass(30);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForUnlessItsAnswerHasBegun() {
        send(CHUNKED);
        outputs.get(0).start(200, Map.of());
        received();
        pass(30);
        assertThat(channel.isOpen()).isTrue();
        outputs.get(0).end();
        received();
        send("0\r\n\r\n" + CHUNKED);
        pass(30);
        assertThat(channel.isOpen()).isFalse();
        assertThat(heard).containsExactly("gone");
    }

    @Test
    void damageAndTheEndOfTheStoreAreTold() {
        engine.raise(new Alarm(Alarm.MEMBER, Alarm.CORRUPT));
        send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(received()).endsWith("{\"health\":\"false\",\"reason\":\"ALARM CORRUPT\"}\n");
        send("GET /readyz?exclude=serializable_read HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(received())
                .startsWith("HTTP/1.1 503 Service Unavailable")
                .endsWith("[-]data_corruption failed: alarm activated: CORRUPT\n[+]linearizable_read ok\n"
                        + "[+]non_learner ok\n\n");
        engine.close();
        send("GET /health?exclude=CORRUPT HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(received())
                .endsWith("{\"health\":\"false\",\"reason\":\"RANGE ERROR:etcdserver: server stopped\"}\n");
        send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(received()).endsWith("[-]serializable_read failed: etcdserver: server stopped\n\n");
    }
}
