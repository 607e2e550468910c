package io.kubejar.etcd.wal;

import io.kubejar.etcd.engine.Alarm;
import io.kubejar.etcd.engine.Alarms;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyValue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets out of bytes what {@link Writer} put in. Bytes whose checksum was right are as they were written, so it does not
 * look out for more.
 */
record Reader(ByteBuffer in) {
    long number() {
        return in.getLong();
    }

    boolean flag() {
        return in.get() != 0;
    }

    int octet() {
        return in.get();
    }

    String text() {
        return bytes().toString();
    }

    Bytes bytes() {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return Bytes.wrap(bytes);
    }

    KeyValue keyValue() {
        Bytes key = bytes();
        long revision = number();
        int form = octet();
        int place = (form & Writer.PLACED) == 0 ? 0 : (int) number();
        if ((form & Writer.TOMBSTONE) != 0) {
            return KeyValue.tombstone(key, revision, place);
        }
        Bytes value = bytes();
        return new KeyValue(key, value, number(), revision, number(), number(), place);
    }

    /** True when there is something after what was read. */
    boolean hasMore() {
        return in.hasRemaining();
    }

    Alarms alarms() {
        long count = number();
        List<Alarm> alarms = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            alarms.add(new Alarm(number(), (int) number()));
        }
        return new Alarms(alarms);
    }

    /** The changes of a revision. Older logs do not say their places: they are all there then, in order. */
    List<KeyValue> keyValues() {
        long count = number();
        List<KeyValue> kvs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            KeyValue kv = keyValue();
            kvs.add(i > 0 && kv.place() == 0 ? kv.at(i) : kv);
        }
        return kvs;
    }
}
