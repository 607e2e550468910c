package io.kubejar.etcd.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of records: a mark of 8 bytes, then each record as its length, a checksum of its bytes, a checksum of these two
 * numbers, and its bytes. Numbers are big-endian, checksums CRC-32C.
 *
 * <p>The second checksum tells a record that was cut off from one whose length is damaged. What was being written when
 * the process or the machine went down is a record that the file ends in, or one that holds a sector of zeros; it was
 * never acknowledged and may be dropped. Everything else that does not fit is damage.
 */
final class Records {
    static final int MARK_BYTES = 8;
    static final int HEAD_BYTES = 12;
    private static final int SECTOR = 512;

    private Records() {}

    /** The first bytes of a file. */
    static byte[] mark(String kind) {
        return ("KJE-" + kind).getBytes(StandardCharsets.US_ASCII);
    }

    /** A record as it stands in the file. */
    static ByteBuffer frame(ByteBuffer payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + payload.remaining());
        frame.putInt(payload.remaining()).putInt(checksum(payload.duplicate()));
        frame.putInt(checksum(frame.duplicate().flip()));
        frame.put(payload.duplicate());
        return frame.flip();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Takes records one after the other. */
    interface Sink {
        /** Takes one that begins at the offset. */
        void accept(ByteBuffer payload, long offset) throws IOException;
    }

    /**
     * Reads all records.
     *
     * @param data the whole file
     * @param mayBeTorn whether the last record may have been cut off
     * @return how many bytes of the file are good
     * @throws BadDataException when something else is wrong
     */
    static int read(Path file, ByteBuffer data, byte[] mark, boolean mayBeTorn, Sink sink) throws IOException {
        int size = data.limit();
        if (size < MARK_BYTES && mayBeTorn) {
            return 0;
        }
        if (size < MARK_BYTES || !data.slice(0, MARK_BYTES).equals(ByteBuffer.wrap(mark))) {
            throw new BadDataException(file, 0, "it does not begin as such a file does");
        }
        int offset = MARK_BYTES;
        while (offset < size) {
            String damage = damage(data, offset);
            if (damage != null) {
                if (mayBeTorn && isTorn(data, offset)) {
                    return offset;
                }
                throw new BadDataException(file, offset, damage);
            }
            int length = data.getInt(offset);
            sink.accept(data.slice(offset + HEAD_BYTES, length), offset);
            offset += HEAD_BYTES + length;
        }
        return offset;
    }

    private static @org.jspecify.annotations.Nullable String damage(ByteBuffer data, int offset) {
        if (data.limit() - offset < HEAD_BYTES) {
            return "the file ends within the head of a record";
        }
        if (checksum(data.slice(offset, 8)) != data.getInt(offset + 8)) {
            return "the checksum of a record's head is wrong";
        }
        int length = data.getInt(offset);
        if (length < 0 || length > data.limit() - offset - HEAD_BYTES) {
            return "the file ends within a record";
        }
        return checksum(data.slice(offset + HEAD_BYTES, length)) == data.getInt(offset + 4)
                ? null
                : "the checksum of a record is wrong";
    }

    private static boolean isTorn(ByteBuffer data, int offset) {
        int rest = data.limit() - offset;
        if (rest < HEAD_BYTES || isZero(data, offset, data.limit())) {
            return true;
        }
        if (checksum(data.slice(offset, 8)) != data.getInt(offset + 8)) {
            return false;
        }
        int end = offset + HEAD_BYTES + data.getInt(offset);
        if (end > data.limit()) {
            return true;
        }
        for (int from = offset + HEAD_BYTES; from < end; from = (from / SECTOR + 1) * SECTOR) {
            if (isZero(data, from, Math.min(end, (from / SECTOR + 1) * SECTOR)) && end == data.limit()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isZero(ByteBuffer data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
