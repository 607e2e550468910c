package io.kubejar.etcd.wal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A file of {@link Records} that is read from its begin to its end, a window of it at a time. */
final class RecordFile implements AutoCloseable {
    private static final int WINDOW = 1 << 20;

    /** Takes records one after the other. */
    interface Sink {
        /** Takes one that begins at the offset; its bytes are good until this returns. */
        void accept(ByteBuffer payload, long offset) throws IOException;
    }

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    private RecordFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Where the records of a file end.
     *
     * @param good how many bytes of the file are good
     * @param rest how many there are behind them, unless all of these are zeros: room that was made ahead
     */
    record End(long good, long rest) {}

    /**
     * Reads all records.
     *
     * @param together whether a record that is found behind one that was lost may have been written together with it, so
     *     that neither was ever acknowledged; null when nothing may have been lost
     * @throws BadDataException when something else is wrong
     */
    static End read(Path file, byte[] mark, @Nullable Predicate<ByteBuffer> together, Sink sink) throws IOException {
        try (RecordFile records = new RecordFile(file, FileChannel.open(file, StandardOpenOption.READ))) {
            return records.read(mark, together, sink);
        }
    }

    private End read(byte[] mark, @Nullable Predicate<ByteBuffer> together, Sink sink) throws IOException {
        if (size < Records.MARK_BYTES && together != null) {
            return new End(0, size);
        }
        if (size < Records.MARK_BYTES || !bytes(0, Records.MARK_BYTES).equals(ByteBuffer.wrap(mark))) {
            throw new BadDataException(file, 0, "it does not begin as such a file does");
        }
        long offset = Records.MARK_BYTES;
        while (offset < size) {
            String damage = damage(offset);
            if (damage != null) {
                if (isZero(offset, size)) {
                    return new End(offset, 0);
                }
                if (together != null && isTorn(offset, together)) {
                    return new End(offset, size - offset);
                }
                throw new BadDataException(file, offset, damage);
            }
            int length = length(offset);
            sink.accept(bytes(offset + Records.HEAD_BYTES, length), offset);
            offset += Records.HEAD_BYTES + length;
        }
        return new End(offset, 0);
    }

    private int length(long offset) throws IOException {
        return bytes(offset, Integer.BYTES).getInt();
    }

    private @Nullable String damage(long offset) throws IOException {
        if (size - offset < Records.HEAD_BYTES) {
            return "the file ends within the head of a record";
        }
        if (!isHeadGood(offset)) {
            return "the checksum of a record's head is wrong";
        }
        int length = length(offset);
        if (length < 0 || length > size - offset - Records.HEAD_BYTES) {
            return "the file ends within a record";
        }
        return checksum(offset + Records.HEAD_BYTES, length)
                        == bytes(offset + 4, Integer.BYTES).getInt()
                ? null
                : "the checksum of a record is wrong";
    }

    private boolean isHeadGood(long offset) throws IOException {
        return checksum(offset, 8) == bytes(offset + 8, Integer.BYTES).getInt();
    }

    /**
     * Whether what begins here was being written when the machine went down: of one write any sectors may be missing, and
     * are zeros then, as the room that was made ahead.
     */
    private boolean isTorn(long offset, Predicate<ByteBuffer> together) throws IOException {
        long head = offset + Records.HEAD_BYTES;
        if (size < head) {
            return true;
        }
        if (!isHeadGood(offset)) {
            return isSectorMissing(offset, head) && isTogether(offset + 1, together);
        }
        long end = head + length(offset);
        return end > size || (isSectorMissing(sectorEnd(head), end) && isTogether(end, together));
    }

    private boolean isSectorMissing(long from, long to) throws IOException {
        for (long at = from; at < to; at = sectorAfter(at)) {
            if (isZero(at, Math.min(size, sectorAfter(at)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether all whole records that are found from here on pass. */
    private boolean isTogether(long from, Predicate<ByteBuffer> together) throws IOException {
        long at = from;
        while (at + Records.HEAD_BYTES <= size) {
            int length = length(at);
            if (length <= 0 || damage(at) != null) {
                at++;
            } else if (together.test(bytes(at + Records.HEAD_BYTES, length))) {
                at += Records.HEAD_BYTES + length;
            } else {
                return false;
            }
        }
        return true;
    }

    private static long sectorEnd(long offset) {
        return offset % Records.SECTOR == 0 ? offset : sectorAfter(offset);
    }

    private static long sectorAfter(long offset) {
        return (offset / Records.SECTOR + 1) * Records.SECTOR;
    }

    private boolean isZero(long from, long to) throws IOException {
        for (long at = from; at < to; at += WINDOW) {
            ByteBuffer part = bytes(at, (int) Math.min(WINDOW, to - at));
            while (part.hasRemaining()) {
                if (part.get() != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private int checksum(long offset, int length) throws IOException {
        ByteBuffer part = bytes(offset, length);
        return Records.checksum(part.array(), part.arrayOffset() + part.position(), length);
    }

    /** A part of the file, good until another one is asked for. */
    private ByteBuffer bytes(long offset, int length) throws IOException {
        if (offset < windowAt || offset + length > windowAt + window.limit()) {
            load(offset, (int) Math.min(size - offset, Math.max(length, WINDOW)));
        }
        return window.slice((int) (offset - windowAt), length);
    }

    private void load(long offset, int length) throws IOException {
        if (window.capacity() < length) {
            window = ByteBuffer.allocate(length);
        }
        window.clear().limit(length);
        windowAt = offset;
        while (window.hasRemaining()) {
            if (channel.read(window, offset + window.position()) < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
        }
        window.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
