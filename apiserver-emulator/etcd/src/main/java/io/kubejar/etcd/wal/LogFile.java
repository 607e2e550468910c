package io.kubejar.etcd.wal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log that changes are written to. Where each is to reach the disk, room of zeros is made ahead for many, as etcd does:
 * the file's length then seldom changes, and the disk has half as much to write. Not interruptible, unlike a channel. For
 * one thread at a time.
 */
class LogFile implements Closeable {
    private static final int ROOM = 1 << 20;

    private final RandomAccessFile file;
    private final boolean fsync;
    private long length; // of what has been written
    private long room; // how long the file is

    LogFile(RandomAccessFile file, boolean fsync, long length) {
        this.file = file;
        this.fsync = fsync;
        this.length = length;
        this.room = length;
    }

    /** An empty one; there is no file when it cannot be begun. */
    static LogFile begin(Path path, boolean fsync) throws IOException {
        try {
            LogFile begun = resume(path, 0, fsync);
            try {
                begun.append(WriteAheadLog.MARK, WriteAheadLog.MARK.length);
                return begun;
            } catch (IOException e) {
                begun.file.close();
                throw e;
            }
        } catch (IOException e) {
            Files.deleteIfExists(path); // else the one before it, which goes on, would not be the last one
            throw e;
        }
    }

    /** One that is there already; what stands behind so many bytes of it is cut off. */
    static LogFile resume(Path path, long length, boolean fsync) throws IOException {
        DataDirectory.createFile(path);
        // With "rwd" a write returns once its bytes are on the disk.
        RandomAccessFile file = new RandomAccessFile(path.toFile(), fsync ? "rwd" : "rw");
        try {
            file.setLength(length);
            if (fsync) {
                file.getFD().sync(); // a killed process may have left it in memory, and each write syncs itself alone
            }
            return new LogFile(file, fsync, length);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Writes at the end; when this returns the bytes are as safe as they are to be. */
    void append(byte[] bytes, int count) throws IOException {
        if (fsync && length >= Records.MARK_BYTES && length + count > room) {
            long wanted = length + count + ROOM;
            file.seek(room);
            for (long left = wanted - room; left > 0; left -= ROOM) {
                file.write(new byte[(int) Math.min(ROOM, left)]);
            }
            room = wanted;
        }
        file.seek(length);
        file.write(bytes, 0, count);
        length += count;
        room = Math.max(room, length);
    }

    /** How much has been written. */
    long length() {
        return length;
    }

    /** Gives back the room that is left. */
    void trim() throws IOException {
        if (room > length) {
            file.setLength(length);
            room = length;
            file.getFD().sync();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            trim();
        } finally {
            file.close();
        }
    }
}
