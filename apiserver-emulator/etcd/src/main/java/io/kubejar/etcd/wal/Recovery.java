package io.kubejar.etcd.wal;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a store from a data directory: the last snapshot, and the changes that came after it. */
final class Recovery {
    /**
     * What was found.
     *
     * @param snapshotBytes how long the snapshot is that it began with; 0 when there was none
     * @param position of the last change
     * @param file the log to go on with, at its end
     */
    record Result(Store store, long snapshotBytes, long position, LogFile file) {}

    private final DataDirectory directory;
    private final Instant now;
    private final boolean fsync;
    private State state = State.empty();
    private Leases leases = Leases.none();
    private Alarms alarms = Alarms.none();
    private AuthState auth = AuthState.empty();
    private long snapshotBytes;
    private long position;

    private Recovery(DataDirectory directory, Instant now, boolean fsync) {
        this.directory = directory;
        this.now = now;
        this.fsync = fsync;
    }

    static Result run(DataDirectory directory, Instant now, boolean fsync) throws IOException {
        return new Recovery(directory, now, fsync).run();
    }

    private Result run() throws IOException {
        directory.deleteUnfinished();
        SortedMap<Long, Path> snapshots = directory.snapshots();
        if (!snapshots.isEmpty()) {
            position = snapshots.lastKey();
            Path snapshot = directory.snapshot(position);
            snapshotBytes = Files.size(snapshot);
            Store store = Snapshots.read(snapshot, now);
            state = store.state();
            leases = store.leases();
            alarms = store.alarms();
            auth = store.auth();
        }
        SortedMap<Long, Path> logs = directory.logs();
        RecordFile.End end = new RecordFile.End(0, 0);
        for (Map.Entry<Long, Path> log : logs.entrySet()) {
            end = replay(log.getValue(), log.getKey().equals(logs.lastKey()));
        }
        Store store = new Store(state, leases.renewedAll(now), alarms, auth);
        Path last = directory.log(logs.isEmpty() ? position + 1 : logs.lastKey());
        return new Result(store, snapshotBytes, position, resume(last, end));
    }

    private LogFile resume(Path last, RecordFile.End end) throws IOException {
        if (end.rest() > 0) {
            log().warn(
                            "{}: dropped {} bytes at offset {} that were being written when it was last closed",
                            last,
                            end.rest(),
                            end.good());
        }
        LogFile file = end.good() > 0 ? LogFile.resume(last, end.good(), fsync) : LogFile.begin(last, fsync);
        if (fsync) {
            directory.sync(); // also for one that is there: whoever made it may have been killed before they did this
        }
        return file;
    }

    private RecordFile.End replay(Path file, boolean last) throws IOException {
        return RecordFile.read(file, WriteAheadLog.MARK, last ? this::isOfNextBatch : null, (payload, offset) -> {
            Reader record = new Reader(payload);
            long at = record.number();
            if (at > position + 1) {
                throw new BadDataException(file, offset, "changes are missing, " + at + " follows " + position);
            }
            if (at == position + 1) { // else the snapshot has it
                apply(record, file, offset);
                position = at;
            }
        });
    }

    /** Whether a record was written together with the one after the last good one. */
    private boolean isOfNextBatch(ByteBuffer payload) {
        Reader record = new Reader(payload);
        try {
            long first = record.number();
            record.in().position(5 * Long.BYTES); // the rest of the numbers before the changes
            record.keyValues();
            while (record.hasMore()) {
                long kind = record.number();
                if (kind == Writer.BATCH) {
                    first = record.number();
                } else if (kind == Writer.ALARMS) {
                    record.alarms();
                } else if (kind == Writer.AUTH) {
                    AuthRecords.read(record);
                }
            }
            return first <= position + 1;
        } catch (RuntimeException e) { // what only looks like a record
            return false;
        }
    }

    private void apply(Reader record, Path file, long offset) {
        long granted = record.number();
        long ttl = record.number();
        long revoked = record.number();
        long compacted = record.number();
        List<KeyValue> changes = record.keyValues();
        if (granted != 0) {
            leases = leases.grant(granted, ttl, now);
        }
        if (!changes.isEmpty()) {
            state = state.replay(changes);
            leases = leases.after(state.events(state.revision()));
        }
        if (revoked != 0) {
            leases = leases.without(revoked);
        }
        if (compacted >= 0) {
            state = state.compact(compacted).sweep(Integer.MAX_VALUE);
        }
        while (record.hasMore()) {
            applyPart(record, file, offset);
        }
    }

    private void applyPart(Reader record, Path file, long offset) {
        long kind = record.number();
        if (kind == Writer.ALARMS) {
            alarms = record.alarms();
        } else if (kind == Writer.AUTH) {
            auth = AuthRecords.read(record);
        } else if (kind == Writer.BATCH) {
            record.number(); // matters only when what came before is missing
        } else {
            throw new BadDataException(file, offset, "there is no part of kind " + kind + " in a change");
        }
    }

    /** Not kept: logging takes longer to start than all of this, and is seldom needed. */
    private static Logger log() {
        return LoggerFactory.getLogger(Recovery.class);
    }
}
