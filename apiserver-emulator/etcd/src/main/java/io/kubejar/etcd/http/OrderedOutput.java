package io.kubejar.etcd.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An answer to one request. Whatever thread it comes from, it is written on the connection's thread, in order: each step is a
 * task there.
 */
abstract class OrderedOutput implements Output {
    private static final long MAX_QUEUED_BYTES = 64 * 1024;

    private final ChannelHandlerContext ctx;
    private final Owner owner;
    private final AtomicLong queuedBytes = new AtomicLong();
    private volatile boolean owesReady; // somebody was told to wait
    private boolean ended; // only on the connection's thread

    /** Who is told, on the connection's thread, what becomes of the answer. */
    interface Owner {
        /** It is out. */
        void answered();

        /** There is room for more of it, after there was none. */
        void ready();
    }

    OrderedOutput(ChannelHandlerContext ctx, Owner owner) {
        this.ctx = ctx;
        this.owner = owner;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    /** Does something on the connection's thread, unless the answer has ended by then. */
    void later(Runnable step) {
        try {
            ctx.executor().execute(() -> {
                if (!ended) {
                    step.run();
                }
            });
        } catch (RejectedExecutionException e) {
            owesReady = false; // the door is closed, and the connection with it
        }
    }

    /** The same, for something that takes room until it is done. */
    void later(int bytes, Runnable step) {
        queued(bytes);
        later(() -> {
            step.run();
            written(bytes);
        });
    }

    /** So many bytes wait to be written. */
    void queued(int bytes) {
        queuedBytes.addAndGet(bytes);
    }

    /** They no longer do; on the connection's thread. */
    void written(int bytes) {
        queuedBytes.addAndGet(-bytes);
        tellReady();
    }

    @Override
    public boolean isReady() {
        if (hasRoom()) {
            return true;
        }
        owesReady = true;
        later(this::tellReady); // it may have become ready just before that
        return false;
    }

    private boolean hasRoom() {
        return isWireFree() && queuedBytes.get() < MAX_QUEUED_BYTES;
    }

    /** Whether the connection takes more now; whoever says no calls {@link #tellReady} when that has changed. */
    boolean isWireFree() {
        return ctx.channel().isWritable();
    }

    /** Says that there is room again to whoever was told that there was none. */
    void tellReady() {
        if (owesReady && hasRoom()) {
            owesReady = false;
            owner.ready();
        }
    }

    /** All of it is out; on the connection's thread. */
    void finish() {
        ended = true;
        owner.answered();
    }

    /** Nobody waits for it any more; on the connection's thread. */
    void drop() {
        ended = true;
    }
}
