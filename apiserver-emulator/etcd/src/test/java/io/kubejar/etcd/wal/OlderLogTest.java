package io.kubejar.etcd.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.backup.Backup;
import io.kubejar.etcd.backup.BackupFile;
import io.kubejar.etcd.backup.BackupReader;
import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs and snapshots of before the places of changes within their revision were written down. */
class OlderLogTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    /** As older versions wrote it: it does not say its place. */
    private static KeyValue put(String key, long revision) {
        return new KeyValue(Bytes.of(key), Bytes.of("v"), revision, revision, 1, 0);
    }

    private static List<KeyValue> all(State state) {
        List<KeyValue> out = new ArrayList<>();
        state.scanAt(KeyRange.prefix(Bytes.EMPTY), state.revision(), out::add);
        return out;
    }

    @Test
    void changesOfARevisionGetTheirPlaces() {
        Writer out = new Writer();
        out.number(3)
                .keyValue(put("a", 2))
                .keyValue(KeyValue.tombstone(Bytes.of("b"), 2, 0))
                .keyValue(put("c", 2));
        int size = out.size();
        assertThat(new Reader(ByteBuffer.wrap(out.reset(), 0, size)).keyValues())
                .extracting(KeyValue::place)
                .containsExactly(0, 1, 2);
    }

    @Test
    void keysThatOneTransactionWroteAreAllInABackup() throws IOException {
        State state = State.compacted(4, List.of(put("a", 2), put("b", 2), put("c", 3)))
                .replay(List.of(put("d", 4), put("e", 4)));
        Path older = folder.resolve("older");
        Snapshots.write(Store.attached(state, Leases.none(), Alarms.none(), AuthState.empty()), older, false);

        Store read = Snapshots.read(older, NOW);
        assertThat(all(read.state())).extracting(KeyValue::place).containsExactly(0, 1, 0, 0, 1);
        Path backup = folder.resolve("backup");
        BackupFile.write(backup, Backup.of(read, Map.of()));
        assertThat(all(BackupReader.read(backup, NOW).state())).isEqualTo(all(read.state()));
    }

    @Test
    void placesThatAreSaidStay() throws IOException {
        State state = State.compacted(
                        3, List.of(put("a", 2).at(2), put("b", 2), put("c", 2).at(1)))
                .replay(List.of(put("d", 3).at(1), put("e", 3).at(4)));
        Path file = folder.resolve("file");
        Snapshots.write(Store.attached(state, Leases.none(), Alarms.none(), AuthState.empty()), file, false);
        assertThat(all(Snapshots.read(file, NOW).state())).isEqualTo(all(state));
    }
}
