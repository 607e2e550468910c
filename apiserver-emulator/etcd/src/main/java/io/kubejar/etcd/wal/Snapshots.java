package io.kubejar.etcd.wal;

import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A whole store in a file: its compaction revision, the leases, what stood when it was compacted, every revision since, the
 * alarms and the users; at the end a record that says so.
 */
final class Snapshots {
    static final byte[] MARK = Records.mark("SNP1");

    private static final long HEAD = 1;
    private static final long LEASE = 2;
    private static final long BASE = 3;
    private static final long REVISION = 4;
    private static final long END = 5;
    private static final long ALARMS = 6;
    private static final long GAP = 7;
    private static final long AUTH = 8;

    private Snapshots() {}

    /** It was given up before it was whole. */
    static final class AbandonedException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Writes it so that the file is there either whole or not at all; gives how long it is. */
    static long write(Store store, Path file, boolean fsync) throws IOException {
        return write(store, file, fsync, () -> false);
    }

    /**
     * The same for one that can be given up; asked often.
     *
     * @throws AbandonedException when it was
     */
    static long write(Store store, Path file, boolean fsync, BooleanSupplier abandoned) throws IOException {
        Path unfinished = DataDirectory.unfinished(file);
        try {
            DataDirectory.createFile(unfinished);
            long length = write(store, unfinished.toFile(), fsync, abandoned);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return length;
        } finally {
            Files.deleteIfExists(unfinished); // on a disk that is full the log needs the room
        }
    }

    private static long write(Store store, File file, boolean fsync, BooleanSupplier abandoned) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write(MARK);
            Output records = new Output(out, fsync, abandoned);
            try {
                writeRecords(store, records);
                records.flush();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            if (fsync) {
                out.getFD().sync();
            }
            return out.getChannel().position();
        }
    }

    /** Records on their way into a file. */
    private static final class Output {
        private static final int BATCH = 1 << 16;
        private static final int SYNC = 1 << 23; // so that none takes long

        private final FileOutputStream file;
        private final boolean fsync;
        private final BooleanSupplier abandoned;
        private final Writer writer = new Writer();
        private long unsynced;

        Output(FileOutputStream file, boolean fsync, BooleanSupplier abandoned) {
            this.file = file;
            this.fsync = fsync;
            this.abandoned = abandoned;
        }

        void record(long kind, Consumer<Writer> content) {
            content.accept(writer.begin().number(kind));
            writer.end();
            if (writer.size() > BATCH) {
                flush();
            }
        }

        void flush() {
            int size = writer.size();
            try {
                if (abandoned.getAsBoolean()) {
                    throw new AbandonedException();
                }
                file.write(writer.reset(), 0, size);
                unsynced += size;
                if (fsync && unsynced > SYNC) {
                    file.getFD().sync();
                    unsynced = 0;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void writeRecords(Store store, Output out) {
        State state = store.state();
        long compacted = state.compactRevision();
        out.record(HEAD, record -> record.number(compacted));
        for (Lease lease : store.leases().list()) {
            out.record(LEASE, record -> record.number(lease.id()).number(lease.ttl()));
        }
        state.scanAt(KeyRange.prefix(Bytes.EMPTY), Math.max(0, compacted), kv -> {
            if (kv.modRevision() < compacted) {
                out.record(BASE, record -> record.keyValue(kv));
            }
            return !out.abandoned.getAsBoolean(); // also when none of many keys is written
        });
        long gap = 0; // the last revision of which nothing is known, if nothing came after it
        for (long revision = Math.max(State.FIRST_REVISION + 1, compacted); revision <= state.revision(); revision++) {
            List<Event> events = state.events(revision);
            if (events.isEmpty()) {
                gap = revision;
                continue;
            }
            writeGap(gap, out);
            gap = 0;
            out.record(REVISION, record -> record.events(events));
        }
        writeGap(gap, out);
        if (!store.alarms().isEmpty()) {
            out.record(ALARMS, record -> record.alarms(store.alarms()));
        }
        out.record(AUTH, record -> AuthRecords.write(record, store.auth()));
        out.record(END, record -> record.number(state.revision()));
    }

    private static void writeGap(long revision, Output out) {
        if (revision != 0) {
            out.record(GAP, record -> record.number(revision));
        }
    }

    /** What has been read so far. */
    private static final class Loading {
        private final Instant now;
        private long compactRevision;
        private final List<KeyValue> base = new ArrayList<>();
        private final Map<Long, Integer> firsts =
                new HashMap<>(); // of the base, by revision: how many say they are the first
        private State state = State.empty();
        private boolean based;
        private Leases leases = Leases.none();
        private Alarms alarms = Alarms.none();
        private AuthState auth = AuthState.empty();
        private boolean ended;

        Loading(Instant now) {
            this.now = now;
        }

        void accept(Reader record, Path file, long offset) {
            long kind = record.number();
            if (kind == HEAD) {
                compactRevision = record.number();
            } else if (kind == LEASE) {
                leases = leases.grant(record.number(), record.number(), now);
            } else if (kind == BASE) {
                base.add(placed(record.keyValue()));
            } else if (kind == REVISION) {
                finishBase();
                state = state.replay(record.keyValues());
            } else if (kind == GAP) {
                finishBase();
                state = state.skipTo(record.number());
            } else if (kind == ALARMS) {
                alarms = record.alarms();
            } else if (kind == AUTH) {
                auth = AuthRecords.read(record);
            } else if (kind == END) {
                finishBase();
                ended = true;
                if (state.revision() != record.number()) {
                    throw new BadDataException(file, offset, "revisions are missing before it");
                }
            } else {
                throw new BadDataException(file, offset, "there is no record of kind " + kind);
            }
        }

        /** Older snapshots do not say the places: they count up, so that no two are the same. */
        private KeyValue placed(KeyValue kv) {
            return kv.place() == 0 ? kv.at(firsts.merge(kv.modRevision(), 1, Integer::sum) - 1) : kv;
        }

        private void finishBase() {
            if (!based) {
                firsts.clear();
                state = State.compacted(compactRevision, base);
                based = true;
            }
        }

        Store store() {
            return Store.attached(state, leases, alarms, auth);
        }
    }

    /** Reads one; leases begin their time anew. */
    static Store read(Path file, Instant now) throws IOException {
        Loading loading = new Loading(now);
        RecordFile.End end = RecordFile.read(
                file, MARK, null, (payload, offset) -> loading.accept(new Reader(payload), file, offset));
        if (!loading.ended) {
            throw new BadDataException(file, end.good(), "its end is missing");
        }
        return loading.store();
    }
}
