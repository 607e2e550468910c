package io.kubejar.etcd.compaction;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps what is younger than a period: notes the revision ten times in it, in a long period ten times an hour, and
 * compacts at the oldest note once per period, at least once an hour. Source: etcd 3.6 v3compactor.Periodic.
 */
final class PeriodicSchedule implements Schedule {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int TICKS = 10;

    private final Duration usual;
    private final int kept;
    private final Deque<Long> notes = new ArrayDeque<>();
    private Duration wait; // the whole period before the first compaction
    private Instant lastDone;
    private long lastCompacted;

    PeriodicSchedule(Duration period, Instant now, long revision) {
        usual = period.compareTo(LONGEST) > 0 ? LONGEST : period;
        kept = (int) period.dividedBy(interval()) + 1;
        wait = period;
        lastDone = now;
        notes.add(revision);
    }

    @Override
    public Duration interval() {
        return usual.dividedBy(TICKS);
    }

    @Override
    public long due(Instant now, long revision) {
        long oldest = notes.getFirst();
        notes.add(revision);
        if (notes.size() > kept) {
            notes.removeFirst();
        }
        if (Duration.between(lastDone, now).compareTo(wait) < 0 || oldest == lastCompacted) {
            return 0;
        }
        wait = usual;
        return oldest;
    }

    @Override
    public void done(long compacted, Instant now) {
        lastCompacted = compacted;
        lastDone = now;
    }
}
