package io.kubejar.etcd.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AlarmMember;
import io.kubejar.etcd.backup.Buckets.RevisionKey;
import io.kubejar.etcd.bolt.BoltWriter;
import io.kubejar.etcd.bolt.BoltWriter.Entries;
import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.proto.Status;
import io.kubejar.etcd.proto.ToProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a store as etcd's database: what stood when it was compacted, and every change since, each under its revision.
 * The membership in it is that of a lone member; a restore replaces it.
 */
final class BackupWriter {
    private static final String MEMBER = Long.toHexString(ToProto.MEMBER_ID);

    private final Store store;
    private final SortedMap<String, byte[]> notes;

    private BackupWriter(Backup backup) {
        this.store = backup.store();
        this.notes = backup.notes();
    }

    static void write(Backup backup, Path file) throws IOException {
        try (BoltWriter out = new BoltWriter(file)) {
            new BackupWriter(backup).write(out);
            out.finish();
        }
    }

    private void write(BoltWriter out) throws IOException {
        out.bucket(Buckets.KEY, this::keys);
        out.bucket(Buckets.LEASE, this::leases);
        out.bucket(Buckets.ALARM, this::alarms);
        out.bucket(Buckets.META, this::meta);
        out.bucket(Buckets.MEMBERS, entries -> entries.put(Buckets.name(MEMBER), Buckets.name(member())));
        out.bucket(Buckets.AUTH, this::auth);
        out.bucket(Buckets.AUTH_USERS, this::users);
        out.bucket(Buckets.AUTH_ROLES, this::roles);
        for (String empty : List.of(Buckets.MEMBERS_REMOVED, Buckets.CLUSTER)) {
            out.bucket(empty, entries -> {});
        }
        if (!notes.isEmpty()) {
            out.bucket(Buckets.NOTES, this::notes);
        }
    }

    private void notes(Entries entries) throws IOException {
        for (Map.Entry<String, byte[]> note : notes.entrySet()) {
            entries.put(Buckets.name(note.getKey()), note.getValue());
        }
    }

    private void keys(Entries entries) throws IOException {
        State state = store.state();
        long compacted = state.compactRevision();
        List<KeyValue> base = new ArrayList<>();
        state.scanAt(KeyRange.prefix(Bytes.EMPTY), Math.max(0, compacted), kv -> {
            if (kv.modRevision() < compacted) {
                base.add(kv);
            }
            return true;
        });
        base.sort(Comparator.comparingLong(KeyValue::modRevision).thenComparingInt(KeyValue::place));
        for (KeyValue kv : base) {
            put(entries, kv);
        }
        for (long revision = Math.max(0, compacted); revision <= state.revision(); revision++) {
            for (Event event : state.events(revision)) {
                put(entries, event.kv());
            }
        }
    }

    private static void put(Entries entries, KeyValue kv) throws IOException {
        io.etcd.jetcd.api.KeyValue value = kv.isTombstone()
                ? io.etcd.jetcd.api.KeyValue.newBuilder()
                        .setKey(ToProto.bytes(kv.key()))
                        .build()
                : ToProto.keyValue(kv);
        RevisionKey key = new RevisionKey(kv.modRevision(), kv.place(), kv.isTombstone());
        entries.put(key.bytes(), value.toByteArray());
    }

    private void leases(Entries entries) throws IOException {
        List<Lease> leases = new ArrayList<>(store.leases().list());
        leases.sort((one, other) -> Long.compareUnsigned(one.id(), other.id()));
        for (Lease lease : leases) {
            UnknownFieldSet value = UnknownFieldSet.newBuilder()
                    .addField(Buckets.LEASE_ID, varint(lease.id()))
                    .addField(Buckets.LEASE_TTL, varint(lease.ttl()))
                    .build();
            entries.put(Buckets.number(lease.id()), value.toByteArray());
        }
    }

    private static UnknownFieldSet.Field varint(long value) {
        return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
    }

    private void alarms(Entries entries) throws IOException {
        SortedMap<byte[], byte[]> members = new TreeMap<>(Arrays::compareUnsigned);
        for (Alarm alarm : store.alarms().raised()) {
            AlarmMember member = AlarmMember.newBuilder()
                    .setMemberID(alarm.member())
                    .setAlarmValue(alarm.type())
                    .build();
            members.put(member.toByteArray(), new byte[0]);
        }
        put(entries, members);
    }

    private static void put(Entries entries, SortedMap<byte[], byte[]> all) throws IOException {
        for (Map.Entry<byte[], byte[]> one : all.entrySet()) {
            entries.put(one.getKey(), one.getValue());
        }
    }

    private void auth(Entries entries) throws IOException {
        entries.put(
                Buckets.name(Buckets.AUTH_ENABLED),
                new byte[] {(byte) (store.auth().enabled() ? 1 : 0)});
        entries.put(
                Buckets.name(Buckets.AUTH_REVISION), Buckets.number(store.auth().revision()));
    }

    private void users(Entries entries) throws IOException {
        SortedMap<byte[], byte[]> users = new TreeMap<>(Arrays::compareUnsigned);
        store.auth().userList().forEach(user -> users.put(user.name().getBytes(UTF_8), AuthBuckets.value(user)));
        put(entries, users);
    }

    private void roles(Entries entries) throws IOException {
        SortedMap<byte[], byte[]> roles = new TreeMap<>(Arrays::compareUnsigned);
        store.auth().roleList().forEach(role -> roles.put(role.name().getBytes(UTF_8), AuthBuckets.value(role)));
        put(entries, roles);
    }

    private void meta(Entries entries) throws IOException {
        String voters = "{\"voters\":[" + Long.toUnsignedString(ToProto.MEMBER_ID) + "],\"auto_leave\":false}";
        long compacted = store.state().compactRevision();
        byte[] revision = new RevisionKey(compacted, 0, false).bytes();
        entries.put(Buckets.name(Buckets.CONF_STATE), Buckets.name(voters));
        entries.put(
                Buckets.name(Buckets.CONSISTENT_INDEX),
                Buckets.number(store.state().revision()));
        if (compacted > 0) {
            entries.put(Buckets.name(Buckets.FINISHED_COMPACT), revision);
            entries.put(Buckets.name(Buckets.SCHEDULED_COMPACT), revision);
        }
        entries.put(Buckets.name(Buckets.STORAGE_VERSION), Buckets.name(Status.VERSION));
        entries.put(Buckets.name(Buckets.TERM), Buckets.number(ToProto.RAFT_TERM));
    }

    private static String member() {
        return "{\"id\":" + Long.toUnsignedString(ToProto.MEMBER_ID) + ",\"peerURLs\":[\"http://localhost:2380\"],"
                + "\"name\":\"default\",\"clientURLs\":[\"http://localhost:2379\"]}";
    }
}
