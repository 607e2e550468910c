package io.kubejar.etcd.wal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
     * Reads all records.
     *
     * @param mayBeTorn whether the last record may have been cut off
     * @return how many bytes of the file are good
     * @throws BadDataException when something else is wrong
     */
    static long read(Path file, byte[] mark, boolean mayBeTorn, Sink sink) throws IOException {
        try (RecordFile records = new RecordFile(file, FileChannel.open(file, StandardOpenOption.READ))) {
            return records.read(mark, mayBeTorn, sink);
        }
    }

    private long read(byte[] mark, boolean mayBeTorn, Sink sink) throws IOException {
        if (size < Records.MARK_BYTES && mayBeTorn) {
            return 0;
        }
        if (size < Records.MARK_BYTES || !bytes(0, Records.MARK_BYTES).equals(ByteBuffer.wrap(mark))) {
            throw new BadDataException(file, 0, "it does not begin as such a file does");
        }
        long offset = Records.MARK_BYTES;
        while (offset < size) {
            String damage = damage(offset);
            if (damage != null) {
                if (mayBeTorn && isTorn(offset)) {
                    return offset;
                }
                throw new BadDataException(file, offset, damage);
            }
            int length = length(offset);
            sink.accept(bytes(offset + Records.HEAD_BYTES, length), offset);
            offset += Records.HEAD_BYTES + length;
        }
        return offset;
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

    private boolean isTorn(long offset) throws IOException {
        if (size - offset < Records.HEAD_BYTES || isZero(offset, size)) {
            return true;
        }
        if (!isHeadGood(offset)) {
            return false;
        }
        long end = offset + Records.HEAD_BYTES + length(offset);
        if (end > size) {
            return true;
        }
        if (end < size) {
            return false;
        }
        for (long from = offset + Records.HEAD_BYTES; from < end; from = sectorAfter(from)) {
            if (isZero(from, Math.min(end, sectorAfter(from)))) {
                return true;
            }
        }
        return false;
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
