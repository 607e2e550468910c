package io.kubejar.server.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that stays in memory. The server writes pieces, the client takes them; by asking for more than there
 * is the client says that it has done with the rest, and only then the server goes on. Thread-safe; one client reads.
 */
public final class AnswerBody implements ResponseStream {
    private static final Runnable NOTHING = () -> {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>(); // guarded by lock
    private boolean hungry; // guarded by lock: the client has asked for more than there is
    private boolean ended; // guarded by lock
    private @Nullable Thread reader; // guarded by lock: who waits for pieces
    private Runnable onWritable = NOTHING; // guarded by lock
    private Runnable onClose = NOTHING; // guarded by lock
    private Runnable onArrival = NOTHING; // guarded by lock

    AnswerBody() {}

    /** A body that is there as a whole. */
    static AnswerBody of(byte[] bytes) {
        AnswerBody body = new AnswerBody();
        body.write(bytes);
        body.close();
        return body;
    }

    @Override
    public void write(byte[] piece) {
        Runnable tell;
        lock.lock();
        try {
            if (ended || piece.length == 0) {
                return;
            }
            pieces.add(piece);
            hungry = false;
            arrived.signalAll();
            tell = onArrival;
        } finally {
            lock.unlock();
        }
        tell.run();
    }

    /** Whether the client waits for more; a body that has ended swallows what is written. */
    @Override
    public boolean isWritable() {
        lock.lock();
        try {
            return hungry || ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onWritable(Runnable callback) {
        lock.lock();
        try {
            onWritable = callback;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onClose(Runnable callback) {
        boolean over;
        lock.lock();
        try {
            onClose = callback;
            over = ended;
        } finally {
            lock.unlock();
        }
        if (over) {
            callback.run();
        }
    }

    /** The end, after what has been written. */
    @Override
    public void close() {
        end(false);
    }

    /** The client leaves: what has not been taken is dropped. May be called twice, from any thread. */
    public void cancel() {
        end(true);
    }

    private void end(boolean drop) {
        Runnable closed = NOTHING;
        Runnable tell = NOTHING;
        lock.lock();
        try {
            if (drop) {
                pieces.clear();
            }
            if (!ended) {
                ended = true;
                closed = onClose;
                tell = onArrival;
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
        closed.run();
        tell.run();
    }

    /** Told each time when there is more to take, also the end, on the thread of who wrote it. Set once. */
    public void onArrival(Runnable callback) {
        lock.lock();
        try {
            onArrival = callback;
        } finally {
            lock.unlock();
        }
    }

    /** The next piece; null when there is none now. */
    public byte @Nullable [] poll() {
        Runnable tell = NOTHING;
        byte[] piece;
        lock.lock();
        try {
            piece = pieces.poll();
            if (piece == null && !ended && !hungry) {
                hungry = true;
                tell = onWritable;
            }
        } finally {
            lock.unlock();
        }
        tell.run();
        return piece;
    }

    /** The next piece, for which it waits; null at the end. */
    public byte @Nullable [] take() throws InterruptedException {
        while (true) {
            byte[] piece = poll();
            if (piece != null) {
                return piece;
            }
            lock.lock();
            try {
                reader = Thread.currentThread();
                while (pieces.isEmpty() && !ended) {
                    arrived.await();
                }
                if (pieces.isEmpty()) {
                    return null;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether nothing will be added any more; there may be something left to take. */
    public boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing is left to take and nothing will be. */
    public boolean isExhausted() {
        lock.lock();
        try {
            return ended && pieces.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether another thread, which waits for pieces, has something to take or has not come back for more: it is at work. What
     * lies here for the caller, or for nobody, does not count.
     */
    public boolean isBeingWorkedOn() {
        lock.lock();
        try {
            Thread other = reader;
            boolean done = ended || (hungry && pieces.isEmpty());
            return !done && other != null && other != Thread.currentThread() && other.isAlive();
        } finally {
            lock.unlock();
        }
    }
}
