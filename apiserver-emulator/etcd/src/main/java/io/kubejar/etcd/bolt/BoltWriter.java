package io.kubejar.etcd.bolt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a bbolt file: bucket after bucket, each entry after entry in the order of their keys, and {@link #finish}. Keeps a
 * page per level of the tree in memory. Not for several threads.
 */
public final class BoltWriter implements AutoCloseable {
    private static final int NESTED_SIZE = Format.BUCKET_HEAD;

    private final PageFile file;
    private final TreeMap<String, Long> roots = new TreeMap<>(); // names are ASCII, so this is the order of their bytes

    /** Begins a file, in the place of one that may be there. */
    public BoltWriter(Path file) throws IOException {
        this.file = new PageFile(file);
    }

    /** Takes the entries of a bucket. */
    @FunctionalInterface
    public interface Entries {
        /** Takes an entry; keys must come in their order, byte by byte, unsigned. */
        void put(byte[] key, byte[] value) throws IOException;
    }

    /** Gives the entries of a bucket. */
    @FunctionalInterface
    public interface Source {
        /** Gives them all. */
        void writeTo(Entries entries) throws IOException;
    }

    /** Writes a bucket. */
    public void bucket(String name, Source source) throws IOException {
        TreeWriter tree = new TreeWriter(file);
        source.writeTo((key, value) -> tree.put(key, value, 0));
        roots.put(name, tree.finish());
    }

    /** Completes the file. */
    public void finish() throws IOException {
        TreeWriter tree = new TreeWriter(file);
        for (Map.Entry<String, Long> bucket : roots.entrySet()) {
            ByteBuffer head = ByteBuffer.allocate(NESTED_SIZE).order(ByteOrder.LITTLE_ENDIAN);
            head.putLong(bucket.getValue()).putLong(0);
            tree.put(bucket.getKey().getBytes(StandardCharsets.US_ASCII), head.array(), Format.IS_BUCKET);
        }
        file.finish(tree.finish());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
