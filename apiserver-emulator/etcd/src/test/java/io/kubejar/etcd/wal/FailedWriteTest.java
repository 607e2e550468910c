package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.engine.Change;
import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.State;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk did not take is never said to be safe, and nothing comes behind it. */
class FailedWriteTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private WriteAheadLog.Settings settings;
    private FullDisk disk;
    private WriteAheadLog log;
    private Engine engine;

    /** A log on a disk that is full when told. */
    private static final class FullDisk extends LogFile {
        private boolean full;

        FullDisk(Path path) throws IOException {
            super(new RandomAccessFile(path.toFile(), "rw"), false, Records.MARK_BYTES);
        }

        @Override
        void append(byte[] bytes, int count) throws IOException {
            if (full) {
                full = false; // there is room again for whoever tries again
                throw new IOException("No space left on device");
            }
            super.append(bytes, count);
        }
    }

    @BeforeEach
    void open() throws IOException {
        settings = new WriteAheadLog.Settings(folder, false, Long.MAX_VALUE);
        WriteAheadLog.open(settings, loops.loop("snapshots"), loops.clock().now())
                .close();
        DataDirectory directory = DataDirectory.open(folder, false);
        disk = new FullDisk(directory.log(1));
        log = new WriteAheadLog(
                settings, directory, loops.loop("snapshots"), new Recovery.Result(Store.empty(), 0, 0, disk));
        engine = new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), log.recovered(), log);
    }

    private void put(String key) {
        engine.apply(PutOp.of(Bytes.of(key), Bytes.of("x")));
    }

    private List<String> keysFoundAgain() {
        WriteAheadLog again = WriteAheadLog.open(
                settings, loops.loop("snapshots"), loops.clock().now());
        List<String> keys = new ArrayList<>();
        again.recovered().state().scan(KeyRange.prefix(Bytes.EMPTY), kv -> {
            keys.add(kv.key().toString());
            return true;
        });
        again.close();
        return keys;
    }

    @Test
    void whoWaitsForWhatAnotherCouldNotWriteIsNotToldThatItIsSafe() {
        put("good");
        long lost = log.append(change("lost"), log.recovered());
        long also = log.append(change("lost too"), log.recovered());
        disk.full = true;
        assertThatThrownBy(() -> log.sync(lost)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> log.sync(also)).hasMessageContaining("an earlier change could not be written");
        engine.close();
        assertThat(keysFoundAgain()).containsExactly("good");
    }

    @Test
    void nothingIsWrittenBehindWhatIsMissing() {
        put("good");
        disk.full = true;
        long lost = log.append(change("lost"), log.recovered());
        assertThatThrownBy(() -> log.sync(lost)).hasMessageContaining("No space left on device");
        long later = log.append(change("later"), log.recovered());
        assertThatThrownBy(() -> log.sync(later)).isInstanceOf(UncheckedIOException.class);
        log.snapshot();
        log.close();
        assertThat(keysFoundAgain()).containsExactly("good");
    }

    @Test
    void anEngineWhoseDiskIsFullTakesNothingMoreAndCanBeOpenedAgain() {
        put("good");
        disk.full = true;
        assertThatThrownBy(() -> put("lost")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> put("later"))
                .isInstanceOfSatisfying(
                        EtcdRefusal.class, e -> assertThat(e.error()).isEqualTo(EtcdError.STOPPED));
        engine.close();
        assertThat(keysFoundAgain()).containsExactly("good");
    }

    private Change change(String key) {
        State next = log.recovered().state();
        return new Change(
                next.apply(PutOp.of(Bytes.of(key), Bytes.of("x")), lease -> true)
                        .events(),
                0,
                0,
                0,
                -1,
                null,
                null);
    }
}
