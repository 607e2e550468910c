package io.kubejar.etcd.bolt;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads a bbolt file that nobody writes to. Not for several threads. */
public final class BoltReader implements AutoCloseable {
    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 1 << 16;
    private static final int DEEPEST = 32;

    private final Path file;
    private final FileChannel channel;
    private final int pageSize;
    private final long pages;
    private final long root;
    private long seen; // pages since the scan began

    private record Meta(int pageSize, long root, long pages, long transaction) {}

    /**
     * Opens a file.
     *
     * @throws DamagedFileException when neither of its two meta pages is good
     */
    public BoltReader(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            Meta meta = meta();
            pageSize = meta.pageSize();
            root = meta.root();
            pages = Math.min(meta.pages(), channel.size() / pageSize);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The later of the good ones. The size of the first page says where the second one begins, unless it is damaged. */
    private Meta meta() throws IOException {
        Meta best = null;
        for (int offset = 0; offset <= LARGEST_PAGE; offset = offset == 0 ? SMALLEST_PAGE : offset * 2) {
            Meta meta = metaAt(offset);
            if (meta != null && (best == null || meta.transaction() > best.transaction())) {
                best = meta;
            }
        }
        if (best == null) {
            throw new DamagedFileException(file, "it is no bbolt file, or its beginning is damaged");
        }
        return best;
    }

    private @org.jspecify.annotations.Nullable Meta metaAt(int offset) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(Format.PAGE_HEAD + Format.META_CHECKED + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (channel.read(page, offset) < page.capacity()) {
            return null;
        }
        page.position(Format.PAGE_HEAD);
        boolean marked = page.getInt() == Format.MAGIC && page.getInt() == Format.VERSION;
        int size = page.getInt();
        page.getInt(); // flags, of no use
        long rootPage = page.getLong();
        page.getLong(); // the sequence of the root bucket
        page.getLong(); // the list of free pages
        Meta meta = new Meta(size, rootPage, page.getLong(), page.getLong());
        boolean good = marked
                && page.getLong() == Format.checksum(page.array(), Format.PAGE_HEAD, Format.META_CHECKED)
                && size >= SMALLEST_PAGE
                && size <= LARGEST_PAGE
                && (offset == 0 || offset == size);
        return good ? meta : null;
    }

    /** Sees the entries of a bucket. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes an entry. */
        void visit(byte[] key, byte[] value);
    }

    private interface LeafVisitor {
        void visit(int flags, byte[] key, byte[] value) throws IOException;
    }

    /**
     * Shows the entries of a bucket in the order of their keys; none when there is no such bucket.
     *
     * @throws DamagedFileException when the file is damaged
     */
    public void scan(String bucket, Visitor visitor) throws IOException {
        byte[] name = bucket.getBytes(StandardCharsets.US_ASCII);
        seen = 0;
        walk(page(root), 0, (flags, key, value) -> {
            if ((flags & Format.IS_BUCKET) != 0 && Arrays.equals(key, name)) {
                walk(bucketRoot(value), 0, (entryFlags, entryKey, entryValue) -> visitor.visit(entryKey, entryValue));
            }
        });
    }

    /** A small bucket lies within its value. */
    private ByteBuffer bucketRoot(byte[] value) throws IOException {
        if (value.length < Format.BUCKET_HEAD) {
            throw new DamagedFileException(file, "a bucket has no head");
        }
        ByteBuffer head = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        long page = head.getLong();
        return page != 0
                ? page(page)
                : head.slice(Format.BUCKET_HEAD, value.length - Format.BUCKET_HEAD)
                        .order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer page(long number) throws IOException {
        if (++seen > pages) { // a tree has each at most once
            throw new DamagedFileException(file, "it refers to some page more than once");
        }
        ByteBuffer head = read(number, pageSize);
        long size = (Integer.toUnsignedLong(head.getInt(12)) + 1) * pageSize;
        if (head.getLong(0) != number || size > channel.size() - number * pageSize || size > Integer.MAX_VALUE) {
            throw new DamagedFileException(file, "page " + number + " is damaged");
        }
        return size == pageSize ? head : read(number, (int) size);
    }

    private ByteBuffer read(long number, int size) throws IOException {
        if (number < 2 || number >= pages) {
            throw new DamagedFileException(file, "it refers to a page " + number + " that it does not have");
        }
        ByteBuffer page = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        long from = number * pageSize;
        while (page.hasRemaining()) {
            if (channel.read(page, from + page.position()) < 0) {
                throw new DamagedFileException(file, "it ends within page " + number);
            }
        }
        return page.flip();
    }

    private void walk(ByteBuffer page, int depth, LeafVisitor visitor) throws IOException {
        int kind = page.getShort(8);
        int count = Short.toUnsignedInt(page.getShort(10));
        if (depth > DEEPEST || (kind != Format.LEAF && kind != Format.BRANCH)) {
            throw new DamagedFileException(file, "page " + page.getLong(0) + " is not what it should be");
        }
        try {
            for (int i = 0; i < count; i++) {
                int at = Format.PAGE_HEAD + i * Format.LEAF_ELEMENT; // elements of both kinds are of one size
                if (kind == Format.BRANCH) {
                    walk(page(page.getLong(at + 8)), depth + 1, visitor);
                } else {
                    int key = at + page.getInt(at + 4);
                    int keySize = page.getInt(at + 8);
                    byte[] value = bytes(page, key + keySize, page.getInt(at + 12));
                    visitor.visit(page.getInt(at), bytes(page, key, keySize), value);
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | NegativeArraySizeException e) {
            throw new DamagedFileException(file, "page " + page.getLong(0) + " is damaged");
        }
    }

    private static byte[] bytes(ByteBuffer page, int from, int length) {
        if (length < 0 || length > page.limit()) {
            throw new IndexOutOfBoundsException(length);
        }
        byte[] bytes = new byte[length];
        page.get(from, bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
