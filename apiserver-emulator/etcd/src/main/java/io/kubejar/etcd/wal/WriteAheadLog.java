package io.kubejar.etcd.wal;

import io.kubejar.core.loop.Loop;
import io.kubejar.etcd.engine.Change;
import io.kubejar.etcd.engine.Journal;
import io.kubejar.etcd.engine.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal on disk. Changes are collected in memory; whoever waits for one writes and syncs all that have been
 * collected, for everybody. When the log has grown long enough the store is written out as a snapshot, on a loop, and the
 * log before it is deleted.
 */
public final class WriteAheadLog implements Journal {
    static final byte[] MARK = Records.mark("LOG1");

    private static final int SPARE_BYTES = 1 << 20; // more is not kept for the next batch
    /** How the log is kept. */
    public record Settings(Path directory, boolean fsync, long snapshotBytes) {
        private static final long SNAPSHOT_BYTES = 64L * 1024 * 1024;

        /** With snapshots at the usual size of the log. */
        public static Settings of(Path directory, boolean fsync) {
            return new Settings(directory, fsync, SNAPSHOT_BYTES);
        }
    }

    private final Settings settings;
    private final DataDirectory directory;
    private final Loop loop;
    private final Store recovered;

    private final Object collecting = new Object();
    private Writer collected = new Writer(); // guarded by collecting
    private long collectedFrom; // guarded by collecting; the first of those that are collected
    private long collectedUpTo; // guarded by collecting
    private Store collectedStore; // guarded by collecting; with the changes up to there

    private final ReentrantLock writing = new ReentrantLock();
    private Writer spare = new Writer(); // guarded by writing
    private LogFile file; // guarded by writing
    private long snapshotBytes; // guarded by writing; how long the last snapshot is
    private boolean snapshotQueued; // guarded by writing
    private boolean closed; // guarded by writing
    private boolean broken; // guarded by writing; what was collected is not in the file, and nothing may come behind it
    private volatile long durable;

    /** Taken before the other: by who writes and deletes files beside the log. */
    private final ReentrantLock snapshotting = new ReentrantLock();

    private volatile boolean closing; // a snapshot that is being written is given up

    /** A store, and how many changes it has behind it. */
    private record Point(Store store, long position) {}

    WriteAheadLog(Settings settings, DataDirectory directory, Loop loop, Recovery.Result recovery) {
        this.settings = settings;
        this.directory = directory;
        this.loop = loop;
        this.recovered = recovery.store();
        this.collectedStore = recovered;
        this.collectedUpTo = recovery.position();
        this.durable = recovery.position();
        this.file = recovery.file();
        this.snapshotBytes = recovery.snapshotBytes();
    }

    /**
     * Reads what is in the directory and goes on from there.
     *
     * @param loop where snapshots are written
     * @param now when the leases found there begin their time anew
     * @throws UncheckedIOException when another process has the directory, or it cannot be read
     * @throws BadDataException when what is in it is damaged
     */
    public static WriteAheadLog open(Settings settings, Loop loop, Instant now) {
        try {
            DataDirectory directory = DataDirectory.open(settings.directory(), settings.fsync());
            try {
                return new WriteAheadLog(settings, directory, loop, Recovery.run(directory, now, settings.fsync()));
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Begins in a directory with a store that comes from elsewhere.
     *
     * @throws UncheckedIOException when there is a store in the directory already, or it cannot be written
     */
    public static WriteAheadLog create(Settings settings, Loop loop, Store store, Instant now) {
        try {
            DataDirectory directory = DataDirectory.open(settings.directory(), settings.fsync());
            try {
                if (!directory.isEmpty()) {
                    throw new IOException("there is a store already in the data directory " + settings.directory());
                }
                Snapshots.write(store, directory.snapshot(0), settings.fsync());
                directory.sync();
                return new WriteAheadLog(settings, directory, loop, Recovery.run(directory, now, settings.fsync()));
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The store as it was found. */
    public Store recovered() {
        return recovered;
    }

    @Override
    public long append(Change change, Store after) {
        synchronized (collecting) {
            long position = collectedUpTo + 1;
            if (collected.size() == 0) {
                collectedFrom = position;
            }
            collected.begin();
            try {
                collected.number(position).change(change);
                if (position != collectedFrom) {
                    collected.number(Writer.BATCH).number(collectedFrom);
                }
                collected.end();
            } catch (RuntimeException | Error e) {
                collected.undo();
                throw e;
            }
            collectedUpTo = position;
            collectedStore = after;
            return position;
        }
    }

    @Override
    public boolean sync(long position) {
        if (durable >= position) {
            return false;
        }
        writing.lock();
        try {
            if (durable >= position) {
                return false;
            }
            flush();
            // As long as the last snapshot at least: else a large store would be written out again and again.
            if (file.length() > Math.max(settings.snapshotBytes(), snapshotBytes) && !snapshotQueued) {
                snapshotQueued = true;
                loop.execute(this::snapshot);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean isSlow() {
        return settings.fsync();
    }

    /** Writes and syncs what has been collected; gives the store with all of it. */
    private Store flush() throws IOException {
        if (closed) {
            throw new IOException("the log is closed");
        }
        if (broken) {
            throw new IOException("an earlier change could not be written to the log");
        }
        Writer batch;
        long upTo;
        Store store;
        synchronized (collecting) {
            batch = collected;
            upTo = collectedUpTo;
            store = collectedStore;
            collected = spare;
        }
        int bytes = batch.size();
        spare = bytes > SPARE_BYTES ? new Writer() : batch;
        if (bytes > 0) {
            broken = true; // unless it gets through, whatever stops it
            file.append(batch.reset(), bytes);
            broken = false;
        }
        durable = upTo;
        return store;
    }

    /** Begins a new log file, writes the store as it was before it, and deletes what that replaces. */
    void snapshot() {
        snapshotting.lock();
        try {
            Point point = beginFile();
            if (point == null) {
                return;
            }
            Path path = directory.snapshot(point.position());
            long length = Snapshots.write(point.store(), path, settings.fsync(), () -> closing);
            syncDirectory();
            directory.deleteBefore(point.position());
            writing.lock();
            try {
                snapshotBytes = length;
            } finally {
                writing.unlock();
            }
        } catch (Snapshots.AbandonedException e) {
            log().debug("a snapshot into {} is given up; the log before it stays", settings.directory());
        } catch (IOException e) {
            log().error("cannot write a snapshot into {}; the log before it stays", settings.directory(), e);
        } finally {
            snapshotting.unlock();
        }
    }

    /** The store with all changes up to the position, behind which a new log file begins; null when it cannot. */
    private @Nullable Point beginFile() {
        writing.lock();
        try {
            if (closed) {
                return null;
            }
            Store store = flush();
            if (file.length() > MARK.length) { // else it is a new one already
                file.trim();
                LogFile before = file;
                file = LogFile.begin(directory.log(durable + 1), settings.fsync());
                broken = true; // what is written to a file whose name may be lost is not safe
                syncDirectory();
                broken = false;
                before.close();
            }
            return new Point(store, durable);
        } catch (IOException e) {
            log().error("cannot begin a new log file in {}", settings.directory(), e);
            return null;
        } finally {
            snapshotQueued = false;
            writing.unlock();
        }
    }

    private void syncDirectory() throws IOException {
        if (settings.fsync()) {
            directory.sync();
        }
    }

    /** A snapshot that is being written is given up, unless it is whole; the log has all that is in it. */
    @Override
    public void close() {
        closing = true;
        writing.lock();
        try {
            if (!closed) {
                closeFile();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
            snapshotting.lock(); // another process may have the directory only when no snapshot deletes files in it
            try {
                directory.close();
            } finally {
                snapshotting.unlock();
            }
        }
    }

    private void closeFile() throws IOException {
        try {
            if (!broken) {
                flush();
            }
        } finally {
            closed = true;
            file.close();
        }
    }

    /** Not kept: logging takes longer to start than all of this, and is seldom needed. */
    private static Logger log() {
        return LoggerFactory.getLogger(WriteAheadLog.class);
    }
}
