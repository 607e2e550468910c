package io.kubejar.bench;

import java.util.Arrays;

/** Durations that were measured, in nanoseconds. Thread-safe. */
final class Samples {
    private long[] values = new long[1024]; // this and below guarded by this
    private int count;

    synchronized void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
    }

    synchronized int count() {
        return count;
    }

    /**
     * The smallest duration that at least this part of the samples does not exceed, in milliseconds.
     *
     * @param part from 0 to 1; 0.5 is the median
     */
    synchronized double millis(double part) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(part * count);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    double median() {
        return millis(0.5);
    }
}
