package io.kubejar.core.loop;

import java.time.Instant;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Timers in the order in which they are due; equal ones in the order in which they were set. Not thread-safe. */
final class TimerQueue {
    /** One timer that waits. */
    static final class Entry implements Comparable<Entry> {
        final Instant due;
        final long number;
        final boolean retry;
        final String what;
        final Runnable fire;

        Entry(Instant due, long number, boolean retry, String what, Runnable fire) {
            this.due = due;
            this.number = number;
            this.retry = retry;
            this.what = what;
            this.fire = fire;
        }

        // By hand: comparators that are put together are linked at run time, which a cold JVM pays for.
        @Override
        public int compareTo(Entry other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final TreeSet<Entry> entries = new TreeSet<>();
    private final TreeSet<Entry> retries = new TreeSet<>();
    private long numbers;

    Entry add(Instant due, boolean retry, String what, Runnable fire) {
        Entry entry = new Entry(due, numbers++, retry, what, fire);
        entries.add(entry);
        if (retry) {
            retries.add(entry);
        }
        return entry;
    }

    void remove(Entry entry) {
        entries.remove(entry);
        retries.remove(entry);
    }

    /** Takes the first timer that is due at the given time; null when none is. */
    @Nullable
    Entry poll(Instant now) {
        if (entries.isEmpty() || entries.first().due.isAfter(now)) {
            return null;
        }
        Entry first = entries.first();
        remove(first);
        return first;
    }

    /** Takes the first of those that hold work back unless it is due later than given; null when there is none. */
    @Nullable
    Entry pollRetry(Instant notAfter) {
        if (retries.isEmpty() || retries.first().due.isAfter(notAfter)) {
            return null;
        }
        Entry first = retries.first();
        remove(first);
        return first;
    }

    @Nullable
    Instant next() {
        return entries.isEmpty() ? null : entries.first().due;
    }

    @Nullable
    Due nextRetry() {
        return retries.isEmpty() ? null : new Due(retries.first().due, retries.first().what);
    }

    int size() {
        return entries.size();
    }

    void clear() {
        entries.clear();
        retries.clear();
    }
}
