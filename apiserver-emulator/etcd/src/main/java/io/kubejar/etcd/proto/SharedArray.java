package io.kubejar.etcd.proto;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The array in which the bytes of a message lie. Never to be changed: it is the message's. */
final class SharedArray extends ByteOutput {
    private byte @Nullable [] array;
    private boolean several;

    private SharedArray() {}

    /** The array that holds these bytes and no others; null when there is none. */
    static byte @Nullable [] of(ByteString string) {
        SharedArray shown = new SharedArray();
        try {
            UnsafeByteOperations.unsafeWriteTo(string, shown);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written
        }
        byte[] array = shown.array;
        return array == null || shown.several || array.length != string.size() ? null : array;
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
        several |= array != null;
        array = value;
    }

    @Override
    public void write(byte[] value, int offset, int length) {
        several = true;
    }

    @Override
    public void write(byte value) {
        several = true;
    }

    @Override
    public void write(ByteBuffer value) {
        several = true;
    }

    @Override
    public void writeLazy(ByteBuffer value) {
        several = true;
    }
}
