package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.User;
import io.kubejar.etcd.engine.Change;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.SortedTree;
import io.kubejar.etcd.mvcc.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when one of the steps towards a snapshot fails. */
class SnapshotStepsTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private WriteAheadLog open() {
        return WriteAheadLog.open(
                new WriteAheadLog.Settings(folder, false, Long.MAX_VALUE),
                loops.loop("snapshots"),
                loops.clock().now());
    }

    private Engine engine(WriteAheadLog log) {
        return new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), log.recovered(), log);
    }

    private static void put(Engine engine, String key, String value) {
        engine.apply(PutOp.of(Bytes.of(key), Bytes.of(value)));
    }

    /** The first change of an empty store. */
    private static Change put(String key) {
        List<Event> events = State.empty()
                .apply(PutOp.of(Bytes.of(key), Bytes.of("1")), lease -> true)
                .events();
        return new Change(events, 0, 0, 0, -1, null, null);
    }

    private long revisionFoundAgain() {
        WriteAheadLog again = open();
        try (Engine engine = engine(again)) {
            return engine.revision();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aSnapshotThatFailsTakesNoRoom() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("snapshot-0000000000000002/x"));
        Files.move(inTheWay.getParent(), folder.resolve("aside"));
        WriteAheadLog log = open();
        try (Engine engine = engine(log)) {
            put(engine, "a", "1");
            put(engine, "b", "2");
            Files.move(folder.resolve("aside"), inTheWay.getParent());
            log.snapshot();
            put(engine, "c", "3");
        }
        assertThat(names())
                .containsExactly("lock", "log-0000000000000001", "log-0000000000000003", "snapshot-0000000000000002");
        Files.move(inTheWay.getParent(), folder.resolve("aside"));
        assertThat(revisionFoundAgain()).isEqualTo(4);
    }

    @Test
    void aLogFileThatCannotBeBegunIsNotTheLastOne() throws IOException {
        WriteAheadLog log = open();
        try (Engine engine = engine(log)) {
            put(engine, "a", "1");
            Files.createDirectory(folder.resolve("log-0000000000000002"));
            log.snapshot();
            put(engine, "b", "2");
        }
        Files.write(folder.resolve("log-0000000000000001"), new byte[] {0, 0, 0}, StandardOpenOption.APPEND);
        assertThat(revisionFoundAgain()).isEqualTo(3);
        assertThat(names()).containsExactly("lock", "log-0000000000000001");
    }

    @Test
    void twoSnapshotsWithNothingInBetweenAreOne() throws IOException {
        WriteAheadLog log = open();
        try (Engine engine = engine(log)) {
            put(engine, "a", "1");
            log.snapshot();
            log.snapshot();
            put(engine, "b", "2");
        }
        assertThat(names()).containsExactly("lock", "log-0000000000000002", "snapshot-0000000000000001");
        assertThat(revisionFoundAgain()).isEqualTo(3);
    }

    /** A list that does something when it is first gone through. */
    private static final class Watched extends AbstractList<String> {
        private final Runnable onRead;

        Watched(Runnable onRead) {
            this.onRead = onRead;
        }

        @Override
        public String get(int index) {
            onRead.run();
            return "role";
        }

        @Override
        public int size() {
            return 1;
        }
    }

    @Test
    void closingGivesUpASnapshotAndTheDirectoryIsFreeOnlyAfterwards() throws IOException {
        WriteAheadLog log = open();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Watched roles = new Watched(() -> {
            closed.completeAsync(() -> {
                log.close();
                return null;
            });
            // Until nothing can be written any more.
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> log.sync(Long.MAX_VALUE)).hasMessageContaining("closed"));
            assertThat(closed).isNotDone();
            assertThatThrownBy(this::open).hasMessageContaining("in use by another etcd");
        });
        Store store = Store.attached(
                log.recovered().state(),
                log.recovered().leases(),
                log.recovered().alarms(),
                new AuthState(
                        false,
                        2,
                        SortedTree.<String, User>empty().put("user", new User("user", true, null, roles)),
                        SortedTree.empty()));
        log.append(put("a"), store);
        log.snapshot();
        closed.join();
        assertThat(names()).containsExactly("lock", "log-0000000000000001", "log-0000000000000002");
        assertThat(revisionFoundAgain()).isEqualTo(2);
    }

    @Test
    void aChangeThatCannotBePutIntoBytesLeavesNoneOfThem() {
        WriteAheadLog log = open();
        List<Event> unreadable = new AbstractList<>() {
            @Override
            public Event get(int index) {
                throw new IllegalStateException("unreadable");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        Store store = log.recovered();
        assertThatThrownBy(() -> log.append(new Change(unreadable, 0, 0, 0, -1, null, null), store))
                .hasMessage("unreadable");
        log.sync(log.append(put("a"), store));
        log.close();
        assertThat(revisionFoundAgain()).isEqualTo(2);
    }
}
