package io.kubejar.etcd.compaction;

import java.time.Duration;
import java.time.Instant;

/** Keeps the last so many revisions; looks every five minutes. Source: etcd 3.6 v3compactor.Revision. */
final class RevisionSchedule implements Schedule {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final long kept;
    private long lastCompacted;

    RevisionSchedule(long kept) {
        this.kept = kept;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public long due(Instant now, long revision) {
        long target = revision - kept;
        return target <= 0 || target == lastCompacted ? 0 : target;
    }

    @Override
    public void done(long compacted, Instant now) {
        lastCompacted = compacted;
    }
}
