package io.kubejar.etcd.grpc;

import io.kubejar.etcd.engine.Place;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The changes on one event loop that wait for the disk. They wait for others to come: as many as the last time, since those
 * who were answered then will mostly ask again at once. For one thread.
 */
final class Gathering implements Place {
    private static final long LIMIT_NANOS = 1_000_000; // others may come without end

    private final LongSupplier nanos;
    private @Nullable Runnable answer;
    private int waiting;
    private int lastTime;
    private long since;

    /**
     * With nobody.
     *
     * @param nanos a clock that only goes forward
     */
    Gathering(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void gather(int count, Runnable answer) {
        if (count == 1) {
            this.answer = answer;
            since = nanos.getAsLong();
        }
        waiting = count;
    }

    /** Whether nobody waits. */
    boolean isEmpty() {
        return answer == null;
    }

    /** Whether there is one only, as the last time. */
    boolean isLone() {
        return waiting == 1 && lastTime <= 1;
    }

    /** Whether as many are here as the last time, or for too long: nobody should be waited for. */
    boolean isComplete() {
        return waiting >= lastTime || isOverdue();
    }

    /** Whether they have waited for so long that nothing may come before them. */
    boolean isOverdue() {
        return nanos.getAsLong() - since > LIMIT_NANOS;
    }

    /** Waits for the disk and answers all. */
    void answer() {
        Runnable all = answer;
        lastTime = waiting;
        answer = null;
        waiting = 0;
        if (all != null) {
            all.run();
        }
    }
}
