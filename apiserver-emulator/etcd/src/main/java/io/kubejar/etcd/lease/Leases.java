package io.kubejar.etcd.lease;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.SortedTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All leases: a value. Source: etcd 3.6 server/lease/lessor.go. */
public final class Leases {
    /** The shortest time to live in seconds; shorter ones are lengthened. As upstream with its default election time. */
    public static final long MIN_TTL = 2;

    /** The longest time to live in seconds that can be asked for. */
    public static final long MAX_TTL = 9_000_000_000L;

    private record Expiry(Instant deadline, long id) implements Comparable<Expiry> {
        @Override
        public int compareTo(Expiry other) {
            int order = deadline.compareTo(other.deadline);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }

    private final SortedTree<Long, Lease> byId;
    private final SortedTree<Expiry, Lease> byDeadline;

    private Leases(SortedTree<Long, Lease> byId, SortedTree<Expiry, Lease> byDeadline) {
        this.byId = byId;
        this.byDeadline = byDeadline;
    }

    /** No leases. */
    public static Leases none() {
        return new Leases(SortedTree.empty(), SortedTree.empty());
    }

    /** The lease; null when there is none with this id. */
    public @Nullable Lease get(long id) {
        return byId.get(id);
    }

    /**
     * With one more lease.
     *
     * @param id not 0
     * @param ttl seconds
     * @throws EtcdRefusal when there is one with this id, or the time is too long
     */
    public Leases grant(long id, long ttl, Instant now) {
        if (ttl > MAX_TTL) {
            throw EtcdError.LEASE_TTL_TOO_LARGE.refusal();
        }
        if (byId.get(id) != null) {
            throw EtcdError.LEASE_EXISTS.refusal();
        }
        long seconds = Math.max(ttl, MIN_TTL);
        return with(new Lease(id, seconds, now.plusSeconds(seconds), SortedTree.empty()));
    }

    /**
     * With the lease's time begun anew.
     *
     * @throws EtcdRefusal when there is no such lease, or its time is over
     */
    public Leases renew(long id, Instant now) {
        Lease lease = byId.get(id);
        if (lease == null || lease.isExpired(now)) {
            throw EtcdError.LEASE_NOT_FOUND.refusal();
        }
        return without(id).with(lease.until(now.plusSeconds(lease.ttl())));
    }

    /** Without the lease. */
    public Leases without(long id) {
        Lease lease = byId.get(id);
        return lease == null ? this : new Leases(byId.remove(id), byDeadline.remove(new Expiry(lease.deadline(), id)));
    }

    private Leases with(Lease lease) {
        return new Leases(byId.put(lease.id(), lease), byDeadline.put(new Expiry(lease.deadline(), lease.id()), lease));
    }

    /** With the keys attached and detached that these changes to the store attach and detach. */
    public Leases after(List<Event> events) {
        Leases leases = this;
        // A revision of several events may write a key more than once.
        Map<Bytes, Long> within = events.size() == 1 ? Map.of() : new HashMap<>();
        for (Event event : events) {
            long before = event.previous() == null ? 0 : event.previous().lease();
            long old = within.getOrDefault(event.kv().key(), before);
            long now = event.kv().lease();
            if (events.size() > 1) {
                within.put(event.kv().key(), now);
            }
            if (old != now) {
                Lease left = old == 0 ? null : leases.get(old);
                leases = left == null
                        ? leases
                        : leases.with(left.without(event.kv().key()));
                Lease joined = now == 0 ? null : leases.get(now);
                leases = joined == null
                        ? leases
                        : leases.with(joined.with(event.kv().key()));
            }
        }
        return leases;
    }

    /** All leases, the one that ends first first. */
    public List<Lease> list() {
        List<Lease> leases = new ArrayList<>();
        byDeadline.scan(null, null, (expiry, lease) -> leases.add(lease));
        return leases;
    }

    /** Those whose time is over, the one that ended first first. */
    public List<Lease> expired(Instant now) {
        List<Lease> leases = new ArrayList<>();
        byDeadline.scan(null, null, (expiry, lease) -> lease.isExpired(now) && leases.add(lease));
        return leases;
    }

    /** When the next one ends; null when there is none. */
    public @Nullable Instant nextDeadline() {
        Expiry first = byDeadline.firstKey();
        return first == null ? null : first.deadline();
    }

    /** The same leases with the same time left on another clock. */
    public Leases movedBy(Duration shift) {
        Leases moved = none();
        for (Lease lease : list()) {
            moved = moved.with(lease.until(lease.deadline().plus(shift)));
        }
        return moved;
    }

    /** The same leases, each with its whole time before it, as upstream after a restart. */
    public Leases renewedAll(Instant now) {
        Leases renewed = none();
        for (Lease lease : list()) {
            renewed = renewed.with(lease.until(now.plusSeconds(lease.ttl())));
        }
        return renewed;
    }
}
