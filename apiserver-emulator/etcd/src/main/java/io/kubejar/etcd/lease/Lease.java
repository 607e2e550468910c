package io.kubejar.etcd.lease;

import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.SortedTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A span of time that keys can be attached to.
 *
 * @param ttl seconds that it was granted and that each renewal gives it again
 * @param deadline when it ends
 * @param attached the keys that are deleted with it
 */
public record Lease(long id, long ttl, Instant deadline, SortedTree<Bytes, Boolean> attached) {
    /** Whole seconds that are left; never negative. */
    public long remainingSeconds(Instant now) {
        return Math.max(0, Duration.between(now, deadline).toSeconds());
    }

    /** True when its time is over. */
    public boolean isExpired(Instant now) {
        return !deadline.isAfter(now);
    }

    /** The keys that are deleted with it, in order. */
    public List<Bytes> keys() {
        List<Bytes> keys = new ArrayList<>();
        attached.scan(null, null, (key, present) -> keys.add(key));
        return keys;
    }

    Lease until(Instant newDeadline) {
        return new Lease(id, ttl, newDeadline, attached);
    }

    Lease with(Bytes key) {
        return new Lease(id, ttl, deadline, attached.put(key, true));
    }

    Lease without(Bytes key) {
        return new Lease(id, ttl, deadline, attached.remove(key));
    }
}
