package io.kubejar.etcd.compaction;

import java.time.Duration;
import java.time.Instant;

/** Decides at each tick whether a compaction is due, and where. Not for several threads. */
public interface Schedule {
    /** Nothing is ever due. */
    Schedule NEVER = new Schedule() {
        @Override
        public Duration interval() {
            return Duration.ZERO;
        }

        @Override
        public long due(Instant now, long revision) {
            return 0;
        }

        @Override
        public void done(long compacted, Instant now) {}
    };

    /** The time from one tick to the next; zero when there are none. */
    Duration interval();

    /**
     * What is due at a tick.
     *
     * @param revision the store's
     * @return where to compact; 0 when nothing is due
     */
    long due(Instant now, long revision);

    /** Notes that what was due has been done; without that it is due again at the next tick. */
    void done(long compacted, Instant now);
}
