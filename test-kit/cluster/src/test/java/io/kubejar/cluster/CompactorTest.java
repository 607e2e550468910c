package io.kubejar.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.ApiServer;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.storage.Compactor;
import io.kubejar.server.storage.Etcd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What keeps the store of a long-lived cluster from growing without end. */
class CompactorTest {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final EtcdServer etcd = EtcdServer.builder().loops(loops).start();
    private final Client client = etcd.client();

    @AfterEach
    void close() {
        etcd.close();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, UTF_8);
    }

    private long put() {
        return client.getKVClient()
                .put(bytes("/registry/x"), bytes("v"))
                .join()
                .getHeader()
                .getRevision();
    }

    private boolean isReadable(long revision) {
        GetOption then = GetOption.builder().withRevision(revision).build();
        return !client.getKVClient().get(bytes("/registry/x"), then).isCompletedExceptionally();
    }

    private String note() {
        var found = client.getKVClient().get(bytes("compact_rev_key")).join().getKvs();
        return found.isEmpty()
                ? ""
                : found.get(0).getValue() + " version " + found.get(0).getVersion();
    }

    @Test
    @DisplayName("the first turn only looks; each later one forgets what was before the last one")
    void forgetsWhatIsOlderThanAnInterval() {
        Compactor compactor = Compactor.start(new Etcd(client), loops, INTERVAL);
        long first = put();
        assertThat(note()).isEmpty();
        loops.advance(INTERVAL);
        assertThat(note()).isEqualTo("0 version 1");
        long looked = etcd.revision();
        long second = put();
        assertThat(isReadable(first)).isTrue();
        loops.advance(INTERVAL);
        assertThat(note()).isEqualTo(looked + " version 2");
        assertThat(isReadable(first)).isFalse();
        assertThat(isReadable(looked)).isTrue();
        loops.advance(INTERVAL);
        assertThat(isReadable(second)).isFalse();
        compactor.close();
        long last = etcd.revision();
        loops.advance(Duration.ofHours(1));
        assertThat(etcd.revision()).isEqualTo(last);
    }

    @Test
    @DisplayName("of two servers one compacts; when it stops the other takes over at its second turn")
    void twoServersTakeTurns() {
        Compactor first = Compactor.start(new Etcd(client), loops, INTERVAL);
        loops.advance(Duration.ofMinutes(1));
        Compactor second = Compactor.start(new Etcd(client), loops, INTERVAL);
        put();
        loops.advance(Duration.ofMinutes(19)); // at 5, 10, 15 and 20 minutes, and at 6, 11 and 16
        assertThat(note()).endsWith(" version 4");
        first.close();
        loops.advance(Duration.ofMinutes(5)); // the second finds the turn of its last interval taken
        String taken = note();
        loops.advance(Duration.ofMinutes(5));
        assertThat(note()).isNotEqualTo(taken).endsWith(" version 5");
        second.close();
    }

    @Test
    @DisplayName("a failure is tried again at the next turn")
    void aFailureIsTriedAgain() {
        Compactor compactor = Compactor.start(new Etcd(client), loops, INTERVAL);
        loops.advance(INTERVAL);
        long looked = etcd.revision();
        put();
        put();
        client.getKVClient().compact(etcd.revision()).join(); // so that the one due is refused
        loops.advance(INTERVAL);
        assertThat(note()).isEqualTo(looked + " version 2");
        long second = etcd.revision();
        loops.advance(INTERVAL);
        assertThat(isReadable(second - 1)).isFalse();
        assertThat(isReadable(second)).isTrue();
        compactor.close();
    }

    @Test
    @DisplayName("an API server does so by itself, until it is closed")
    void theApiServerCompacts() {
        ApiServer server = new ApiServer(
                client,
                Pki.create(loops.clock(), Chance.seeded(1)),
                loops,
                Chance.seeded(1),
                (call, object, cause) -> {},
                Compactor.INTERVAL);
        long old = put();
        put();
        loops.advance(Compactor.INTERVAL.multipliedBy(2));
        assertThat(isReadable(old)).isFalse();
        server.close();
        String last = note();
        loops.advance(Compactor.INTERVAL.multipliedBy(2));
        assertThat(note()).isEqualTo(last);
    }
}
