package io.kubejar.etcd.mvcc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Immutable bytes, ordered as etcd orders keys: byte by byte, unsigned. */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** The array itself, not a copy: the caller gives it up and never changes it again. */
    public static Bytes wrap(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /** A text in UTF-8. */
    public static Bytes of(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array itself, for reading only. */
    public byte[] array() {
        return array;
    }

    /** How many bytes. */
    public int length() {
        return array.length;
    }

    /** True when there are none. */
    public boolean isEmpty() {
        return array.length == 0;
    }

    /** These bytes and then the others. */
    public Bytes concat(Bytes others) {
        byte[] both = Arrays.copyOf(array, array.length + others.array.length);
        System.arraycopy(others.array, 0, both, array.length, others.array.length);
        return wrap(both);
    }

    /** The end of the range of all keys that begin with this one; {@link #EMPTY} when no key is greater. */
    public Bytes prefixEnd() {
        for (int i = array.length - 1; i >= 0; i--) {
            if (array[i] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(array, i + 1);
                end[i]++;
                return wrap(end);
            }
        }
        return EMPTY;
    }

    @Override
    public int compareTo(Bytes other) {
        return this == other ? 0 : Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Bytes bytes && Arrays.equals(array, bytes.array));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The bytes read as UTF-8. */
    @Override
    public String toString() {
        return new String(array, StandardCharsets.UTF_8);
    }
}
