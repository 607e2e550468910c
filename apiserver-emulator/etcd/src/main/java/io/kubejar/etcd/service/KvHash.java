package io.kubejar.etcd.service;

import io.kubejar.etcd.engine.Store;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.proto.ToProto;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * The checksum by which members are compared: of every change as etcd lays it down, so that the same history gives the same
 * number here and there. Source: etcd 3.6 mvcc/hash.go, hashByRev and revision.go.
 */
final class KvHash {
    private static final byte[] BUCKET = "key".getBytes(StandardCharsets.US_ASCII);
    private static final KeyRange ALL = KeyRange.prefix(Bytes.EMPTY);
    private static final int KEY_BYTES = 17;

    private final CRC32C sum = new CRC32C();

    private KvHash() {
        sum.update(BUCKET);
    }

    /**
     * Of the history up to a revision.
     *
     * @param revision 0 for all of it
     * @throws EtcdRefusal when the revision was compacted or has not come yet
     */
    static int of(State state, long revision) {
        if (revision > 0 && revision < state.compactRevision()) {
            throw EtcdError.COMPACTED.refusal();
        }
        if (revision > state.revision()) {
            throw EtcdError.FUTURE_REVISION.refusal();
        }
        KvHash hash = new KvHash();
        hash.add(state, revision == 0 ? state.revision() : revision);
        return (int) hash.sum.getValue();
    }

    /** Of everything that there is. */
    static int of(Store store) {
        KvHash hash = new KvHash();
        hash.add(store.state(), store.state().revision());
        for (Lease lease : store.leases().list()) {
            hash.sum.update(ByteBuffer.allocate(Long.BYTES * 2)
                    .putLong(lease.id())
                    .putLong(lease.ttl())
                    .flip());
        }
        return (int) hash.sum.getValue();
    }

    private void add(State state, long upTo) {
        long compacted = state.compactRevision();
        addKept(state, compacted, upTo);
        for (long revision = Math.max(0, compacted) + 1; revision <= upTo; revision++) {
            for (Event event : state.events(revision)) {
                add(event.kv());
            }
        }
    }

    /** What a compaction left, as far as it is still so at the revision; all of it when nothing at all is. */
    private void addKept(State state, long compacted, long upTo) {
        if (compacted <= 0) {
            return;
        }
        List<KeyValue> kept = new ArrayList<>();
        state.scanAt(ALL, compacted, kept::add);
        List<KeyValue> current = new ArrayList<>();
        state.scanAt(ALL, upTo, current::add);
        kept.sort(Comparator.comparingLong(KeyValue::modRevision).thenComparingInt(KeyValue::place));
        for (KeyValue kv : kept) {
            if (current.isEmpty() || Objects.equals(state.at(kv.key(), upTo), kv)) {
                add(kv);
            }
        }
    }

    private void add(KeyValue kv) {
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES + 1);
        key.putLong(kv.modRevision()).put((byte) '_').putLong(kv.place());
        io.etcd.jetcd.api.KeyValue value = ToProto.keyValue(kv);
        if (kv.isTombstone()) {
            key.put((byte) 't');
            value = io.etcd.jetcd.api.KeyValue.newBuilder()
                    .setKey(value.getKey())
                    .build();
        }
        sum.update(key.flip());
        sum.update(value.toByteArray());
    }
}
