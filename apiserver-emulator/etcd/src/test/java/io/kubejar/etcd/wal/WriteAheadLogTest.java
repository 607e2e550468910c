package io.kubejar.etcd.wal;

import static io.kubejar.etcd.engine.StoreView.everything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.auth.Permission;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Guard;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.TxnOp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
    private static final Duration PROGRESS = Duration.ofMinutes(10);

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    /** An engine on a data directory. */
    private record Opened(WriteAheadLog log, Engine engine) implements AutoCloseable {
        @Override
        public void close() {
            engine.close();
        }
    }

    private Opened open(Path directory, long snapshotBytes) {
        return open(new WriteAheadLog.Settings(directory, false, snapshotBytes));
    }

    private Opened open(WriteAheadLog.Settings settings) {
        WriteAheadLog log = WriteAheadLog.open(
                settings, loops.loop("snapshots"), loops.clock().now());
        return new Opened(log, new Engine(loops, Chance.seeded(1), PROGRESS, log.recovered(), log));
    }

    private Opened open(Path directory) {
        return open(directory, Long.MAX_VALUE);
    }

    private static void put(Engine engine, String key, String value) {
        engine.apply(PutOp.of(Bytes.of(key), Bytes.of(value)));
    }

    private static void addUsers(Engine engine) {
        Password password = new Password("$2a$04$hash");
        Permission permission = new Permission(Permission.Type.READWRITE, Bytes.of("k"), Bytes.of("l"));
        engine.changeAuth(auth -> auth.addUser("root", password), Guard.NONE);
        engine.changeAuth(auth -> auth.addUser("certificate", null), Guard.NONE);
        engine.changeAuth(auth -> auth.addRole("role"), Guard.NONE);
        engine.changeAuth(auth -> auth.grantPermission("role", permission), Guard.NONE);
        engine.changeAuth(auth -> auth.grantRole("root", "role").grantRole("root", "root"), Guard.NONE);
        engine.changeAuth(AuthState::enable, Guard.NONE);
    }

    private void fill(Engine engine) {
        put(engine, "a", "1");
        put(engine, "b", "2");
        long lease = engine.grant(0, 60).id();
        engine.apply(new PutOp(Bytes.of("leased"), Bytes.of("x"), lease, false, false, false));
        long doomed = engine.grant(7, 60).id();
        engine.apply(new PutOp(Bytes.of("doomed"), Bytes.of("x"), doomed, false, false, false));
        put(engine, "a", "3");
        engine.apply(new DeleteOp(KeyRange.single(Bytes.of("b")), false));
        engine.compact(engine.revision());
        engine.revoke(doomed);
        addUsers(engine);
        engine.raise(new Alarm(3, Alarm.CORRUPT + 1));
        engine.raise(new Alarm(2, Alarm.NOSPACE));
        engine.disarm(new Alarm(2, Alarm.NOSPACE));
        engine.apply(new TxnOp(
                List.of(),
                List.of(
                        PutOp.of(Bytes.of("t1"), Bytes.of("x")),
                        PutOp.of(Bytes.of("t2"), Bytes.EMPTY),
                        new DeleteOp(KeyRange.single(Bytes.of("a")), false)),
                List.of()));
    }

    @Test
    void whatWasWrittenIsThereAgain() {
        List<Object> before;
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            before = everything(opened.engine().store());
        }
        try (Opened again = open(folder)) {
            assertThat(everything(again.engine().store())).isEqualTo(before);
            put(again.engine(), "more", "x");
            before = everything(again.engine().store());
        }
        try (Opened again = open(folder)) {
            assertThat(everything(again.engine().store())).isEqualTo(before);
        }
    }

    @Test
    void leasesHaveTheirWholeTimeBeforeThemAgainAndStillEnd() {
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            loops.advance(Duration.ofSeconds(50));
        }
        try (Opened again = open(folder)) {
            loops.advance(Duration.ofSeconds(59));
            assertThat(again.engine().store().state().get(Bytes.of("leased"))).isNotNull();
            loops.advance(Duration.ofSeconds(1));
            assertThat(again.engine().store().state().get(Bytes.of("leased"))).isNull();
        }
    }

    @Test
    void snapshotsReplaceTheLogBeforeThem() throws IOException {
        List<Object> before;
        try (Opened opened = open(folder, 2000)) {
            fill(opened.engine());
            for (int i = 0; i < 200; i++) {
                put(opened.engine(), "k" + i % 9, "value " + i);
                loops.runUntilIdle();
            }
            before = everything(opened.engine().store());
        }
        assertThat(names()).filteredOn(name -> name.startsWith("snapshot-")).hasSize(1);
        assertThat(names()).filteredOn(name -> name.startsWith("log-")).hasSize(1);
        try (Opened again = open(folder)) {
            assertThat(everything(again.engine().store())).isEqualTo(before);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path log() throws IOException {
        return folder.resolve(names().stream()
                .filter(name -> name.startsWith("log-"))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void aTornTailIsCutOffWhereverItWasTorn() throws IOException {
        List<Object> before;
        int good;
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            before = everything(opened.engine().store());
            good = (int) Files.size(log());
            put(opened.engine(), "last", "the record that is torn");
        }
        byte[] whole = Files.readAllBytes(log());
        Path log = log();
        assertThat(whole.length).isGreaterThan(good + Records.HEAD_BYTES);
        for (int cut = good; cut < whole.length; cut++) {
            byte[] torn = new byte[cut];
            System.arraycopy(whole, 0, torn, 0, cut);
            Files.write(log, torn);
            try (Opened again = open(folder)) {
                assertThat(everything(again.engine().store()))
                        .as("cut at %s", cut)
                        .isEqualTo(before);
                put(again.engine(), "after", "x");
            }
            try (Opened again = open(folder)) {
                assertThat(again.engine().store().state().get(Bytes.of("after")))
                        .isNotNull();
            }
        }
    }

    @Test
    void zerosAtTheEndAreATornTailToo() throws IOException {
        List<Object> before;
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            before = everything(opened.engine().store());
        }
        byte[] whole = Files.readAllBytes(log());
        byte[] longer = new byte[whole.length + 4096];
        System.arraycopy(whole, 0, longer, 0, whole.length);
        Files.write(log(), longer);
        try (Opened again = open(folder)) {
            assertThat(everything(again.engine().store())).isEqualTo(before);
        }
    }

    @Test
    void aTornTailWithinTheRoomMadeAheadIsCutOffAtEverySector() throws IOException {
        List<Object> before;
        int good;
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            before = everything(opened.engine().store());
            good = (int) Files.size(log());
            put(opened.engine(), "last", "torn ".repeat(3000));
        }
        byte[] whole = Files.readAllBytes(log());
        Path log = log();
        for (int cut = (good / 512 + 1) * 512; cut < whole.length; cut += 512) {
            byte[] torn = new byte[whole.length + 70_000];
            System.arraycopy(whole, 0, torn, 0, cut);
            Files.write(log, torn);
            try (Opened again = open(folder)) {
                assertThat(everything(again.engine().store()))
                        .as("cut at %s", cut)
                        .isEqualTo(before);
                put(again.engine(), "after", "x");
            }
            assertThat(Files.size(log)).isLessThan(good + 200L);
        }
    }

    @Test
    void aHeadThatIsCutByASectorIsATornTailToo() throws IOException {
        for (int size = 300; size < 340; size++) { // so that the second record's head lies over the border of a sector
            Path directory = folder.resolve("size-" + size);
            try (Opened opened = open(directory)) {
                put(opened.engine(), "first", "x".repeat(size));
            }
            Path log = directory.resolve("log-0000000000000001");
            byte[] whole = Files.readAllBytes(log);
            byte[] torn = new byte[4096];
            System.arraycopy(whole, 0, torn, 0, whole.length);
            for (int at = whole.length; at < 512; at++) {
                torn[at] = 1; // the begin of what was being written
            }
            Files.write(log, torn);
            boolean headIsCut = 512 - whole.length < Records.HEAD_BYTES;
            if (headIsCut) {
                try (Opened again = open(directory)) {
                    assertThat(again.engine().revision()).isEqualTo(2);
                }
            } else {
                assertThatThrownBy(() -> open(directory)).isInstanceOf(BadDataException.class);
            }
        }
    }

    @Test
    void withFsyncRoomIsMadeAheadAndGivenBack() throws IOException {
        WriteAheadLog.Settings settings = new WriteAheadLog.Settings(folder, true, Long.MAX_VALUE);
        List<Object> before;
        try (Opened opened = open(settings)) {
            for (int i = 0; i < 700; i++) {
                put(opened.engine(), "key-" + i, "x".repeat(4096));
                if (i == 300) {
                    opened.log().snapshot();
                }
            }
            before = everything(opened.engine().store());
            assertThat(Files.size(log())).isGreaterThan(500_000);
            Path copy = Files.createDirectory(folder.resolve("copy"));
            for (String name : names()) {
                if (!name.equals("lock") && !name.equals("copy")) {
                    Files.copy(folder.resolve(name), copy.resolve(name));
                }
            }
            try (Opened killed = open(new WriteAheadLog.Settings(copy, true, Long.MAX_VALUE))) {
                assertThat(everything(killed.engine().store())).isEqualTo(before);
            }
        }
        try (Opened again = open(settings)) {
            assertThat(everything(again.engine().store())).isEqualTo(before);
        }
    }

    @Test
    void aFlippedBitStopsTheStartAndIsNamed() throws IOException {
        try (Opened opened = open(folder)) {
            fill(opened.engine());
        }
        byte[] whole = Files.readAllBytes(log());
        Path log = log();
        long[] named = new long[whole.length];
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            Files.write(log, flipped);
            int position = at;
            assertThatThrownBy(() -> EtcdServer.builder().dataDir(folder).start())
                    .as("flipped at %s", at)
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining(log.toString())
                    .satisfies(e -> named[position] = offset(e));
        }
        TreeSet<Long> records = LongStream.of(named).boxed().collect(Collectors.toCollection(TreeSet::new));
        assertThat(records).hasSizeGreaterThan(5).contains(0L, (long) Records.MARK_BYTES);
        for (int at = 0; at < whole.length; at++) {
            assertThat(named[at]).as("flipped at %s", at).isEqualTo(records.floor((long) at));
        }
    }

    private static long offset(Throwable e) {
        return Long.parseLong(e.getMessage().replaceAll("(?s).* at offset (\\d+):.*", "$1"));
    }

    @Test
    void aDamagedSnapshotStopsTheStart() throws IOException {
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            opened.log().snapshot();
        }
        Path snapshot = folder.resolve(names().stream()
                .filter(name -> name.startsWith("snapshot-"))
                .findFirst()
                .orElseThrow());
        byte[] whole = Files.readAllBytes(snapshot);
        for (int at = 0; at < whole.length; at += 3) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x01;
            Files.write(snapshot, flipped);
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(BadDataException.class)
                    .hasMessageContaining(snapshot.toString());
        }
        byte[] cut = new byte[whole.length - Records.HEAD_BYTES - 16];
        System.arraycopy(whole, 0, cut, 0, cut.length);
        Files.write(snapshot, cut);
        assertThatThrownBy(() -> open(folder)).hasMessageContaining("its end is missing");
    }

    @Test
    void aMissingLogFileStopsTheStart() throws IOException {
        try (Opened opened = open(folder)) {
            fill(opened.engine());
            opened.log().snapshot();
            put(opened.engine(), "later", "x");
        }
        Files.delete(folder.resolve(names().stream()
                .filter(name -> name.startsWith("snapshot-"))
                .findFirst()
                .orElseThrow()));
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(BadDataException.class)
                .hasMessageContaining("changes are missing");
    }

    @Test
    void twoCannotShareADirectory() {
        try (Opened opened = open(folder)) {
            assertThat(opened.engine().revision()).isEqualTo(1);
            assertThatThrownBy(() -> open(folder))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("the data directory " + folder + " is in use by another etcd");
        }
        open(folder).close();
    }
}
