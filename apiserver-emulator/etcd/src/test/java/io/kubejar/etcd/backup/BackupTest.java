package io.kubejar.etcd.backup;

import static io.kubejar.etcd.engine.StoreView.everything;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.maintenance.SnapshotResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.auth.Password;
import io.kubejar.etcd.auth.Permission;
import io.kubejar.etcd.bolt.BoltReader;
import io.kubejar.etcd.bolt.BoltWriter;
import io.kubejar.etcd.bolt.DamagedFileException;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Guard;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.DeleteOp;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.mvcc.TxnOp;
import io.kubejar.etcd.wal.WriteAheadLog;
import io.kubejar.testing.SeededTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final Instant now = loops.clock().now();

    @TempDir
    Path folder;

    /** A file as {@code etcdctl snapshot save} would write it. */
    private Path save(Store store) throws IOException {
        Path file = folder.resolve("snapshot");
        BackupFile.write(file, Backup.of(store, Map.of()));
        return file;
    }

    @Test
    void notesLieBesideTheKeysAndChangeNothing() throws IOException {
        Path plain = save(Store.empty());
        Path noted = folder.resolve("noted");
        try (EtcdServer etcd = EtcdServer.builder().loops(loops).start()) {
            etcd.client()
                    .getKVClient()
                    .put(ByteSequence.from("key", UTF_8), ByteSequence.from("value", UTF_8))
                    .join();
            etcd.notes(() -> Map.of("b", new byte[] {1}, "a", new byte[5000]));
            etcd.snapshot(noted);
            try (OutputStream out = Files.newOutputStream(plain)) {
                etcd.client().getMaintenanceClient().snapshot(out).join();
            }
            assertThat(plain).as("clients get the same").hasSameBinaryContentAs(noted);
            assertThat(BackupReader.read(noted, now).state().revision()).isEqualTo(etcd.revision());
        }
        assertThat(EtcdServer.notesOf(noted)).containsOnlyKeys("a", "b").containsEntry("b", new byte[] {1});
        assertThat(EtcdServer.notesOf(save(Store.empty()))).isEmpty();
    }

    @Test
    void whatCannotBeWrittenLeavesNothingBehind() {
        Path missing = folder.resolve("missing").resolve("file");
        assertThatThrownBy(() -> BackupFile.write(missing, Backup.of(Store.empty(), Map.of())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("file cannot be written");
        assertThat(folder).isEmptyDirectory();
    }

    private static Op random(Chance chance) {
        Bytes key = Bytes.of("key-" + chance.below(200));
        return switch (chance.below(8)) {
            case 0, 1 -> new DeleteOp(KeyRange.single(key), false);
            case 2 -> new PutOp(key, Bytes.of("leased"), 1 + chance.below(3), false, false, false);
            case 3 ->
                new TxnOp(
                        List.of(),
                        List.of(
                                PutOp.of(key, Bytes.EMPTY),
                                PutOp.of(Bytes.of("t-1"), Bytes.wrap(chance.bytes(10))),
                                new DeleteOp(KeyRange.single(Bytes.of("t-" + chance.below(9) + 2)), false)),
                        List.of());
            default -> PutOp.of(key, Bytes.wrap(chance.bytes(chance.below(200))));
        };
    }

    private Engine filled(Chance chance, int ops, int compactions) {
        Engine engine = new Engine(loops, chance.fork(), Duration.ofMinutes(10), Store.empty(), Journal.NONE);
        for (int lease = 1; lease <= 3; lease++) {
            engine.grant(lease, 100L * lease);
        }
        engine.grant(0, 60);
        for (int i = 0; i < ops; i++) {
            engine.apply(random(chance));
            if (compactions > 0 && i % (ops / compactions + 1) == ops / compactions) {
                engine.compact(engine.revision() - chance.below(5));
            }
        }
        return engine;
    }

    private static void addUsers(Engine engine) {
        Password password = Password.of("secret", Password.MIN_COST, new byte[Password.SALT_BYTES]);
        Permission permission = new Permission(Permission.Type.WRITE, Bytes.of("k"), Bytes.of("l"));
        engine.changeAuth(auth -> auth.addUser("root", password), Guard.NONE);
        engine.changeAuth(auth -> auth.addUser("certificate", null), Guard.NONE);
        engine.changeAuth(auth -> auth.addUser("locked", password).changePassword("locked", null), Guard.NONE);
        engine.changeAuth(auth -> auth.addRole("role").grantPermission("role", permission), Guard.NONE);
        engine.changeAuth(auth -> auth.grantRole("root", "role").grantRole("root", "root"), Guard.NONE);
        engine.changeAuth(AuthState::enable, Guard.NONE);
    }

    @SeededTest(seeds = 8)
    void whatWasSavedIsRestored(long seed) throws IOException {
        Chance chance = Chance.seeded(seed);
        try (Engine engine = filled(chance, 1 + chance.below(3000), chance.below(4))) {
            engine.raise(new Alarm(Alarm.MEMBER, Alarm.NOSPACE));
            engine.raise(new Alarm(1, Alarm.CORRUPT));
            addUsers(engine);
            Store restored = BackupReader.read(save(engine.store()), now);
            assertThat(everything(restored)).isEqualTo(everything(engine.store()));
        }
    }

    @Test
    void theEmptyStoreToo() throws IOException {
        assertThat(everything(BackupReader.read(save(Store.empty()), now))).isEqualTo(everything(Store.empty()));
    }

    @Test
    @DisplayName("a flipped bit anywhere, a missing piece or no checksum is refused")
    void aDamagedSnapshotIsRefused() throws IOException {
        Path file;
        try (Engine engine = filled(Chance.seeded(1), 20, 0)) {
            file = save(engine.store());
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 97) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(file, flipped);
            assertThatThrownBy(() -> BackupReader.read(file, now))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessage(file + ": its checksum is wrong; the snapshot is damaged");
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - Trailer.BYTES));
        assertThatThrownBy(() -> BackupReader.read(file, now))
                .hasMessage(file + ": it does not end in a checksum, as a snapshot that etcd saved does");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> BackupReader.read(missing, now)).hasMessage(missing + ": there is no such file");
    }

    @Test
    @DisplayName(
            "a snapshot with authentication on and passwords of a kind that no etcd writes is refused: nobody could come in")
    void unknownPasswordsAreRefused() throws IOException {
        Path database = folder.resolve("database");
        try (BoltWriter writer = new BoltWriter(database)) {
            writer.bucket("auth", entries -> entries.put("authEnabled".getBytes(UTF_8), new byte[] {1}));
            byte[] user = io.etcd.jetcd.api.User.newBuilder()
                    .setName(ByteString.copyFromUtf8("root"))
                    .setPassword(ByteString.copyFromUtf8("$2a$10$bcrypt"))
                    .build()
                    .toByteArray();
            writer.bucket("authUsers", entries -> entries.put("root".getBytes(UTF_8), user));
            writer.finish();
        }
        byte[] bytes = Files.readAllBytes(database);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(bytes);
        whole.write(Trailer.digest().digest(bytes));
        Files.write(database, whole.toByteArray());
        assertThatThrownBy(() -> BackupReader.read(database, now))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("authentication is on in this snapshot, and the password of the user root");
    }

    @Test
    @DisplayName(
            "leftovers of an unfinished compaction do not come back, and revisions may be missing before and after")
    void historyWithHoles() {
        Bytes a = Bytes.of("a");
        Bytes b = Bytes.of("b");
        History history = new History(10);
        history.add(3, new KeyValue(a, Bytes.of("old"), 3, 3, 1, 0));
        history.add(4, new KeyValue(b, Bytes.of("kept"), 4, 4, 1, 0));
        history.add(5, KeyValue.tombstone(a, 5, 0));
        history.add(6, new KeyValue(a, Bytes.of("older"), 6, 6, 1, 0));
        history.add(10, new KeyValue(a, Bytes.of("at"), 6, 10, 2, 0));
        history.add(5_000, new KeyValue(a, Bytes.of("after"), 6, 5_000, 3, 0));
        history.add(100_000, KeyValue.tombstone(Bytes.of("never seen"), 100_000, 0));
        history.add(300_000, new KeyValue(Bytes.EMPTY, Bytes.EMPTY, 0, 300_000, 0, 0));
        State state = history.finish();
        assertThat(state.revision()).isEqualTo(300_000);
        assertThat(state.compactRevision()).isEqualTo(10);
        assertThat(state.keys()).isEqualTo(2);
        assertThat(state.events(10)).extracting(event -> event.kv().value()).containsExactly(Bytes.of("at"));
        assertThat(state.events(11)).isEmpty();
        assertThat(state.events(5_000)).hasSize(1);
        assertThat(state.events(100_000)).hasSize(1);
        assertThat(state.events(42 * 1024)).isEmpty();
        assertThat(valueAt(state, a, 10)).isEqualTo(Bytes.of("at"));
        assertThat(valueAt(state, b, 10)).isEqualTo(Bytes.of("kept"));
        assertThat(valueAt(state, a, 4_999)).isEqualTo(Bytes.of("at"));
        State further = state.apply(PutOp.of(b, Bytes.of("x")), lease -> true).next();
        assertThat(further.events(300_001)).hasSize(1);
        assertThat(further.events(5_000)).hasSize(1);
        State swept = further.compact(200_000).sweep(Integer.MAX_VALUE);
        assertThat(valueAt(swept, a, 300_000)).isEqualTo(Bytes.of("after"));
    }

    private static Bytes valueAt(State state, Bytes key, long revision) {
        List<Bytes> values = new ArrayList<>();
        state.scanAt(KeyRange.single(key), revision, kv -> values.add(kv.value()));
        return values.isEmpty() ? Bytes.EMPTY : values.get(0);
    }

    @Test
    @DisplayName("a restored store with holes in its history survives the process")
    void holesSurviveTheProcess() throws IOException {
        Bytes a = Bytes.of("a");
        History history = new History(7);
        history.add(3, new KeyValue(a, Bytes.of("1"), 3, 3, 1, 9));
        history.add(12, new KeyValue(a, Bytes.of("2"), 3, 12, 2, 9));
        history.add(20, new KeyValue(Bytes.EMPTY, Bytes.EMPTY, 0, 20, 0, 0));
        Store store =
                Store.attached(history.finish(), Leases.none().grant(9, 60, now), Alarms.none(), AuthState.empty());
        WriteAheadLog.Settings settings = WriteAheadLog.Settings.of(folder.resolve("data"), false);
        WriteAheadLog.create(settings, loops.loop("a"), store, now).close();
        WriteAheadLog again = WriteAheadLog.open(settings, loops.loop("a"), now);
        assertThat(everything(again.recovered())).isEqualTo(everything(store));
        again.close();
        assertThat(everything(BackupReader.read(save(store), now)))
                .isNotEmpty(); // without a change in it, the last revision is not in the file, as upstream
    }

    @Test
    @DisplayName("the builder restores into a new data directory only, and the copy goes on from there")
    void theBuilderRestores() throws IOException {
        ByteSequence key = ByteSequence.from("k", UTF_8);
        Path file = folder.resolve("saved");
        Path data = folder.resolve("data");
        long revision;
        try (EtcdServer etcd = EtcdServer.start();
                OutputStream out = Files.newOutputStream(file)) {
            etcd.client().getKVClient().put(key, key).join();
            revision = etcd.revision();
            assertThat(etcd.client().getMaintenanceClient().snapshot(out).join())
                    .isEqualTo(Files.size(file));
        }
        try (EtcdServer etcd =
                EtcdServer.builder().restore(file).dataDir(data).fsync(false).start()) {
            assertThat(etcd.revision()).isEqualTo(revision);
            etcd.client()
                    .getKVClient()
                    .put(key, ByteSequence.from("more", UTF_8))
                    .join();
        }
        try (EtcdServer etcd = EtcdServer.builder().dataDir(data).fsync(false).start()) {
            assertThat(etcd.client()
                            .getKVClient()
                            .get(key)
                            .join()
                            .getKvs()
                            .get(0)
                            .getValue())
                    .hasToString("more");
        }
        assertThatThrownBy(
                        () -> EtcdServer.builder().restore(file).dataDir(data).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("there is a store already in the data directory " + data);
        EtcdServer.builder().dataDir(data).start().close(); // and it was let go
    }

    @Test
    @DisplayName("an observer gets the pieces, the digest last")
    void anObserverGetsThePieces() {
        List<SnapshotResponse> pieces = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        try (EtcdServer etcd = EtcdServer.start()) {
            etcd.client().getMaintenanceClient().snapshot(new StreamObserver<>() {
                @Override
                public void onNext(SnapshotResponse piece) {
                    pieces.add(piece);
                }

                @Override
                public void onError(Throwable error) {
                    ends.add(error.toString());
                }

                @Override
                public void onCompleted() {
                    ends.add("completed");
                }
            });
        }
        assertThat(ends).containsExactly("completed");
        assertThat(pieces).hasSizeGreaterThan(1);
        SnapshotResponse last = pieces.get(pieces.size() - 1);
        assertThat(last.getBlob().size()).isEqualTo(Trailer.BYTES);
        assertThat(last.getRemainingBytes()).isZero();
        assertThat(pieces.get(0).getRemainingBytes()).isPositive();
    }

    @Test
    @DisplayName("the version of the layout stands in the file and in each piece, as since etcd 3.6")
    void theVersionIsSaid() throws IOException {
        List<String> versions = new ArrayList<>();
        try (BoltReader file = new BoltReader(save(Store.empty()))) {
            file.scan("meta", (key, value) -> {
                if (new String(key, UTF_8).equals("storageVersion")) {
                    versions.add(new String(value, UTF_8));
                }
            });
        }
        try (SnapshotChunks chunks = SnapshotChunks.of(Backup.of(Store.empty(), Map.of()))) {
            for (SnapshotChunks.Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                chunk.message(1)
                        .getUnknownFields()
                        .getField(4)
                        .getLengthDelimitedList()
                        .forEach(version -> versions.add(version.toStringUtf8()));
            }
        }
        assertThat(versions).hasSizeGreaterThan(2).containsOnly("3.6.0");
    }
}
