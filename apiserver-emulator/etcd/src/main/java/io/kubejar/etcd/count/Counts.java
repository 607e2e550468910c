package io.kubejar.etcd.count;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a store has done since it was opened. For any thread; what the counts cost is nothing beside what they count. Two of
 * them that are read one after the other may be of different moments.
 */
public final class Counts {
    /** What takes longer than this is slow: upstream's --warning-apply-duration. */
    public static final long SLOW_NANOS = 100_000_000;

    private final AtomicLong[] ordered = new AtomicLong[Count.values().length];

    // Made when they are used for the first time: a store that has just started has better things to do.
    private volatile LongAdder @Nullable [] shared;
    private volatile Histogram @Nullable [] histograms;

    private volatile long compacted;

    /** Nothing was counted yet. */
    public Counts() {
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = new AtomicLong();
        }
    }

    /** So many more, fewer when it is negative; from any thread. */
    public void add(Count what, long number) {
        LongAdder[] made = shared;
        (made == null ? shared() : made)[what.ordinal()].add(number);
    }

    /**
     * The same, at a fraction of the cost, from threads of which never two at a time count this in this way: those that hold a
     * lock, or take turns.
     */
    public void addInTurn(Count what, long number) {
        AtomicLong count = ordered[what.ordinal()];
        count.lazySet(count.get() + number);
    }

    /** How many there were up to now. */
    public long of(Count what) {
        LongAdder[] made = shared;
        return ordered[what.ordinal()].get() + (made == null ? 0 : made[what.ordinal()].sum());
    }

    private synchronized LongAdder[] shared() {
        LongAdder[] made = shared;
        if (made == null) {
            made = new LongAdder[ordered.length];
            for (int i = 0; i < made.length; i++) {
                made[i] = new LongAdder();
            }
            shared = made;
        }
        return made;
    }

    /** A size was seen. */
    public void measured(Distribution what, double size) {
        of(what).add(size);
    }

    /** Something took so many nanoseconds. */
    public void took(Distribution what, long nanos) {
        measured(what, nanos / what.unitNanos());
    }

    /** The sizes that were seen up to now. */
    public Histogram of(Distribution what) {
        Histogram[] made = histograms;
        return (made == null ? histograms() : made)[what.ordinal()];
    }

    /** A compaction has come to its end, at this second since 1970. */
    public void compacted(long second) {
        compacted = second;
    }

    /** When that was the last time; 0 for never. */
    public long compacted() {
        return compacted;
    }

    private synchronized Histogram[] histograms() {
        Histogram[] made = histograms;
        if (made == null) {
            Distribution[] all = Distribution.values();
            made = new Histogram[all.length];
            for (int i = 0; i < made.length; i++) {
                made[i] = all[i].histogram();
            }
            histograms = made;
        }
        return made;
    }
}
