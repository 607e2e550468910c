package io.kubejar.etcd.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmMember;
import io.kubejar.etcd.auth.AuthState;
import io.kubejar.etcd.backup.Buckets.RevisionKey;
import io.kubejar.etcd.bolt.BoltReader;
import io.kubejar.etcd.bolt.DamagedFileException;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a snapshot that etcd, or this, saved. */
public final class BackupReader {
    private final Path file;
    private final Instant now;
    private Leases leases = Leases.none();
    private Alarms alarms = Alarms.none();
    private final AuthBuckets auth = new AuthBuckets();
    private final Map<String, byte[]> meta = new HashMap<>();

    private BackupReader(Path file, Instant now) {
        this.file = file;
        this.now = now;
    }

    /**
     * The store in a snapshot.
     *
     * @param now when its leases begin their time anew
     * @throws DamagedFileException when the file is no snapshot, is damaged, or holds what is not supported
     * @throws UncheckedIOException when it cannot be read
     */
    public static Store read(Path file, Instant now) {
        Store[] store = new Store[1];
        open(file, in -> store[0] = new BackupReader(file, now).read(in));
        return store[0];
    }

    /**
     * The notes in a snapshot, by name; none in one that etcd saved.
     *
     * @throws DamagedFileException when the file is no snapshot or is damaged
     * @throws UncheckedIOException when it cannot be read
     */
    public static SortedMap<String, byte[]> notes(Path file) {
        SortedMap<String, byte[]> notes = new TreeMap<>();
        open(file, in -> in.scan(Buckets.NOTES, (key, value) -> notes.put(text(key), value)));
        return notes;
    }

    /** Looks into an open file. */
    @FunctionalInterface
    private interface Look {
        void into(BoltReader in) throws IOException;
    }

    private static void open(Path file, Look look) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new DamagedFileException(file, "there is no such file");
            }
            Trailer.check(file);
            try (BoltReader in = new BoltReader(file)) {
                look.into(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Store read(BoltReader in) throws IOException {
        in.scan(Buckets.AUTH, (key, value) -> auth.setting(text(key), value));
        in.scan(Buckets.AUTH_USERS, this::user);
        in.scan(Buckets.AUTH_ROLES, this::role);
        AuthState users = auth();
        in.scan(Buckets.LEASE, this::lease);
        in.scan(Buckets.ALARM, this::alarm);
        in.scan(Buckets.META, (key, value) -> meta.put(text(key), value));
        // A compaction that was begun is not undone by a restart.
        History history =
                new History(Math.max(revision(Buckets.FINISHED_COMPACT), revision(Buckets.SCHEDULED_COMPACT)));
        in.scan(Buckets.KEY, (key, value) -> change(history, key, value));
        State state = history.finish();
        return Store.attached(state, leases, alarms, users);
    }

    private void user(byte[] key, byte[] value) {
        try {
            auth.user(value);
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedFileException(file, "a user cannot be read");
        }
    }

    private void role(byte[] key, byte[] value) {
        try {
            auth.role(value);
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedFileException(file, "a role cannot be read");
        }
    }

    private AuthState auth() {
        String user = auth.lockedOut();
        if (user != null) {
            throw new DamagedFileException(
                    file,
                    "authentication is on in this snapshot, and the password of the user " + user
                            + " is kept in another way than bcrypt, which is not supported");
        }
        return auth.finish();
    }

    private void lease(byte[] key, byte[] value) {
        try {
            UnknownFieldSet lease = UnknownFieldSet.parseFrom(value);
            leases = leases.grant(number(lease, Buckets.LEASE_ID), number(lease, Buckets.LEASE_TTL), now);
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedFileException(file, "a lease cannot be read");
        }
    }

    private static long number(UnknownFieldSet message, int field) {
        return message.getField(field).getVarintList().stream().findFirst().orElse(0L);
    }

    private void alarm(byte[] key, byte[] value) {
        try {
            AlarmMember alarm = AlarmMember.parseFrom(key);
            if (alarm.getAlarmValue() != Alarm.ANY) {
                alarms = alarms.with(new Alarm(alarm.getMemberID(), alarm.getAlarmValue()));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedFileException(file, "an alarm cannot be read");
        }
    }

    private long revision(String name) {
        byte[] value = meta.get(name);
        return value == null ? -1 : key(value).main();
    }

    private void change(History history, byte[] key, byte[] value) {
        RevisionKey revision = key(key);
        io.etcd.jetcd.api.KeyValue read;
        try {
            read = io.etcd.jetcd.api.KeyValue.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedFileException(file, "a change of revision " + revision.main() + " cannot be read");
        }
        int place = (int) revision.sub();
        Bytes name = Bytes.wrap(read.getKey().toByteArray());
        history.add(
                revision.main(),
                revision.tombstone()
                        ? KeyValue.tombstone(name, revision.main(), place)
                        : new KeyValue(
                                name,
                                Bytes.wrap(read.getValue().toByteArray()),
                                read.getCreateRevision(),
                                revision.main(),
                                read.getVersion(),
                                read.getLease(),
                                place));
    }

    private RevisionKey key(byte[] bytes) {
        try {
            return RevisionKey.of(bytes);
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(file, "a key of " + bytes.length + " bytes is no revision");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
