package io.kubejar.server.http;

import io.netty.channel.ChannelFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent on one stream: any thread adds in its order, the connection's event loop sends what has gathered.
 * Counts bytes until the socket has taken them, so that the writer learns when its reader is slow.
 */
final class OutQueue<T> {
    /** With more than this not yet taken by the socket the reader counts as slow, */
    static final int HIGH_BYTES = 256 * 1024;
    /** until no more than this is left. */
    static final int LOW_BYTES = 64 * 1024;

    /** Sends a batch, on the event loop. */
    interface Sink<T> {
        ChannelFuture send(List<T> batch);
    }

    private final Executor loop;
    private final Sink<T> sink;
    private List<T> queue = new ArrayList<>(); // this and all below are guarded by this
    private long queuedBytes;
    private long unsentBytes;
    private boolean scheduled;
    private boolean blocked;
    private boolean ended;
    private @Nullable Runnable onWritable;

    OutQueue(Executor loop, Sink<T> sink) {
        this.loop = loop;
        this.sink = sink;
    }

    void add(T piece, int bytes) {
        synchronized (this) {
            if (ended) {
                return;
            }
            queue.add(piece);
            queuedBytes += bytes;
            unsentBytes += bytes;
            blocked |= unsentBytes > HIGH_BYTES;
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        try {
            loop.execute(this::flush);
        } catch (RejectedExecutionException e) { // the server is closed, and with it the connection
            end();
        }
    }

    /** Sends what has gathered. On the event loop. */
    void flush() {
        List<T> batch;
        long bytes;
        synchronized (this) {
            scheduled = false;
            if (ended || queue.isEmpty()) {
                return;
            }
            batch = queue;
            bytes = queuedBytes;
            queue = new ArrayList<>();
            queuedBytes = 0;
        }
        sink.send(batch).addListener(sent -> taken(bytes));
    }

    private void taken(long bytes) {
        Runnable callback;
        synchronized (this) {
            unsentBytes -= bytes;
            if (!blocked || unsentBytes > LOW_BYTES || ended) {
                return;
            }
            blocked = false;
            callback = onWritable;
        }
        if (callback != null) {
            callback.run();
        }
    }

    synchronized boolean isWritable() {
        return !blocked && !ended;
    }

    synchronized void onWritable(Runnable callback) {
        onWritable = callback;
    }

    /** Drops what is queued and takes no more. */
    synchronized void end() {
        ended = true;
        queue = new ArrayList<>();
        queuedBytes = 0;
    }
}
