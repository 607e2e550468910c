package io.kubejar.etcd.wal;

import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.engine.Change;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyValue;
import java.nio.ByteBuffer;
import java.util.List;

/** Puts values into bytes, record after record; {@link Reader} gets them out again. */
final class Writer {
    /** The part of a change with its alarms. */
    static final long ALARMS = 1;

    /** The part of a change with all users and roles. */
    static final long AUTH = 2;

    /** The part with the position of the first change that was written together with it, when that is another one. */
    static final long BATCH = 3;

    /** In the form of a key: it is the mark of a deletion. */
    static final int TOMBSTONE = 1;

    /** In the form of a key: it was not the first change of its revision, and its place follows. */
    static final int PLACED = 2;

    private ByteBuffer out = ByteBuffer.allocate(1 << 12);
    private int begun; // where the record that is being written begins

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
            out = larger.put(out.flip());
        }
        return out;
    }

    /** Begins a record. */
    Writer begin() {
        begun = out.position();
        room(Records.HEAD_BYTES).position(begun + Records.HEAD_BYTES);
        return this;
    }

    /** Ends the record that was begun. */
    void end() {
        Records.writeHead(out, begun, out.position());
    }

    /** Drops the record that was begun. */
    void undo() {
        out.position(begun);
    }

    /** How many bytes have been put in. */
    int size() {
        return out.position();
    }

    /** Makes it as if nothing had been put in; the bytes that were, up to {@link #size}, are good until something is. */
    byte[] reset() {
        out.clear();
        return out.array();
    }

    Writer number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    Writer text(String text) {
        return bytes(Bytes.of(text));
    }

    Writer flag(boolean value) {
        return octet(value ? 1 : 0);
    }

    Writer octet(int value) {
        room(1).put((byte) value);
        return this;
    }

    Writer bytes(Bytes bytes) {
        room(Integer.BYTES + bytes.length()).putInt(bytes.length()).put(bytes.array());
        return this;
    }

    Writer keyValue(KeyValue kv) {
        int form = (kv.isTombstone() ? TOMBSTONE : 0) | (kv.place() == 0 ? 0 : PLACED);
        bytes(kv.key()).number(kv.modRevision()).octet(form);
        if (kv.place() != 0) {
            number(kv.place());
        }
        if (!kv.isTombstone()) {
            bytes(kv.value()).number(kv.createRevision()).number(kv.version()).number(kv.lease());
        }
        return this;
    }

    Writer events(List<Event> events) {
        number(events.size());
        events.forEach(event -> keyValue(event.kv()));
        return this;
    }

    Writer change(Change change) {
        return number(change.grantedLease())
                .number(change.grantedTtl())
                .number(change.revokedLease())
                .number(change.compactRevision())
                .events(change.events())
                .parts(change);
    }

    /** What only some changes have; each part says what it is. */
    private Writer parts(Change change) {
        if (change.alarms() != null) {
            number(ALARMS).alarms(change.alarms());
        }
        return change.auth() == null ? this : AuthRecords.write(number(AUTH), change.auth());
    }

    Writer alarms(Alarms alarms) {
        number(alarms.raised().size());
        alarms.raised().forEach(alarm -> number(alarm.member()).number(alarm.type()));
        return this;
    }
}
