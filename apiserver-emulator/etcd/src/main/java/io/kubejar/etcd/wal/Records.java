package io.kubejar.etcd.wal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * A file of records: a mark of 8 bytes, then each record as its length, a checksum of its bytes, a checksum of these two
 * numbers, and its bytes. Numbers are big-endian, checksums CRC-32C.
 *
 * <p>The second checksum tells a record that was cut off from one whose length is damaged. What was being written when
 * the process or the machine went down is a record that the file ends in, or one that holds a sector of zeros and has
 * nothing behind it but what was written together with it; it was never acknowledged and may be dropped. Everything else
 * that does not fit is damage.
 */
final class Records {
    static final int MARK_BYTES = 8;
    static final int HEAD_BYTES = 12;
    static final int SECTOR = 512;

    private Records() {}

    /** The first bytes of a file. */
    static byte[] mark(String kind) {
        return ("KJE-" + kind).getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes the head of a record whose bytes stand behind the room for it. */
    static void writeHead(ByteBuffer out, int start, int end) {
        int length = end - start - HEAD_BYTES;
        out.putInt(start, length);
        out.putInt(start + 4, checksum(out.array(), start + HEAD_BYTES, length));
        out.putInt(start + 8, checksum(out.array(), start, 8));
    }

    /** The checksum of a part of these bytes. */
    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
