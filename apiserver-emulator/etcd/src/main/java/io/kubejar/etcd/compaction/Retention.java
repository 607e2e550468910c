package io.kubejar.etcd.compaction;

import java.time.Duration;
import java.time.Instant;

/** How much history is kept. A value. Source: etcd 3.6 v3compactor.New, the modes of {@code --auto-compaction-mode}. */
public sealed interface Retention {
    /** What is decided from when the store is at this revision. */
    Schedule begin(Instant now, long revision);

    /** All of it, until a client compacts. */
    record All() implements Retention {
        @Override
        public Schedule begin(Instant now, long revision) {
            return Schedule.NEVER;
        }
    }

    /**
     * What is younger than the period.
     *
     * @param period greater than zero
     */
    record Period(Duration period) implements Retention {
        /** Refuses a period that is none. */
        public Period {
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("the period of history to keep must be positive, not " + period);
            }
        }

        @Override
        public Schedule begin(Instant now, long revision) {
            return new PeriodicSchedule(period, now, revision);
        }
    }

    /**
     * The last revisions.
     *
     * @param count how many, greater than zero
     */
    record Revisions(long count) implements Retention {
        /** Refuses a count that is none. */
        public Revisions {
            if (count <= 0) {
                throw new IllegalArgumentException("the number of revisions to keep must be positive, not " + count);
            }
        }

        @Override
        public Schedule begin(Instant now, long revision) {
            return new RevisionSchedule(count);
        }
    }
}
