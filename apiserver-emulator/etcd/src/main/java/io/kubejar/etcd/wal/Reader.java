package io.kubejar.etcd.wal;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.KeyValue;
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

    /** The number at the end of a record; 0 when the record ends before it. */
    long lastNumber() {
        return in.hasRemaining() ? number() : 0;
    }

    private Bytes bytes() {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return Bytes.wrap(bytes);
    }

    KeyValue keyValue() {
        Bytes key = bytes();
        long revision = number();
        if (in.get() != 0) {
            return KeyValue.tombstone(key, revision);
        }
        Bytes value = bytes();
        return new KeyValue(key, value, number(), revision, number(), number());
    }

    List<KeyValue> keyValues() {
        long count = number();
        List<KeyValue> kvs = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            kvs.add(keyValue());
        }
        return kvs;
    }
}
