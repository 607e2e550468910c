package io.kubejar.core.election;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one candidate knows, and what it does next: a value. Upstream: tryAcquireOrRenew (client-go
 * tools/leaderelection/leaderelection.go), v1.36.
 *
 * <p>Whether the leader is alive is judged by when this candidate last saw the record change, never by the times that stand
 * in it: clocks of different programs need not agree.
 *
 * @param identity who it is; different for every candidate
 * @param lease how long others wait for its signs of life
 * @param seen the record as it was last read or written; null before the first time
 * @param seenAt when it was first seen like that
 */
public record Candidacy(
        String identity, Duration lease, @Nullable LeaseRecord seen, Instant seenAt) {
    /** What to do with the Lease. */
    public enum Act {
        /** Make it: there is none. */
        CREATE,
        /** Write the record into it. */
        UPDATE,
        /** Leave it: somebody else leads. */
        WAIT
    }

    /**
     * What comes of a look at the Lease.
     *
     * @param then what the candidate knows from now on
     * @param write what to write; null to write nothing
     */
    public record Decision(
            Act act, Candidacy then, @Nullable LeaseRecord write) {}

    /** Somebody who has seen nothing yet. */
    public static Candidacy of(String identity, ElectionTiming timing) {
        return new Candidacy(identity, timing.lease(), null, Instant.EPOCH);
    }

    /** Whether it leads, as far as it knows. */
    public boolean leads() {
        return seen != null && identity.equals(seen.holder());
    }

    /** What it knows after it has seen the record, or written it. */
    public Candidacy saw(LeaseRecord record, Instant now) {
        return new Candidacy(identity, lease, record, now);
    }

    /** What a leader may write without reading first, as its lease still runs; null when it has to read. */
    public @Nullable LeaseRecord renewal(Instant now) {
        return seen != null && leads() && isValid(now) ? renewed(seen, now) : null;
    }

    /**
     * What to do about the record as it is stored.
     *
     * @param stored the record; null when there is no Lease
     */
    public Decision decide(@Nullable LeaseRecord stored, Instant now) {
        if (stored == null) {
            return new Decision(Act.CREATE, this, taken(0, now));
        }
        Candidacy then = stored.equals(seen) ? this : saw(stored, now);
        if (then.leads()) {
            return new Decision(Act.UPDATE, then, renewed(stored, now));
        }
        if (!stored.holder().isEmpty() && then.isValid(now)) {
            return new Decision(Act.WAIT, then, null);
        }
        return new Decision(Act.UPDATE, then, taken(stored.transitions() + 1, now));
    }

    /** What the leader writes to give the lead back at once. Upstream: release. */
    public LeaseRecord released(Instant now) {
        return new LeaseRecord("", 1, seen == null ? 0 : seen.transitions(), now, now);
    }

    private boolean isValid(Instant now) {
        return seen != null && seenAt.plusSeconds(seen.seconds()).isAfter(now);
    }

    private LeaseRecord taken(int transitions, Instant now) {
        return new LeaseRecord(identity, (int) lease.toSeconds(), transitions, now, now);
    }

    private LeaseRecord renewed(LeaseRecord old, Instant now) {
        return new LeaseRecord(identity, (int) lease.toSeconds(), old.transitions(), old.acquired(), now);
    }
}
