package io.kubejar.etcd.engine;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.count.Distribution;
import io.kubejar.etcd.engine.Commits.Step;
import io.kubejar.etcd.lease.Lease;
import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.Outcome;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.RangeOp;
import java.time.Instant;

/**
 * What becomes of a store when something is asked of it, and the count of that. All throw an {@link EtcdRefusal}; all but
 * {@link #read} are called by one thread at a time.
 */
final class Steps {
    private final Counts counts;
    private final Tally tally;

    Steps(Counts counts) {
        this.counts = counts;
        this.tally = new Tally(counts);
    }

    /** The answer to what changes nothing. */
    OpResult read(Store store, Op op) {
        long begin = begin(op);
        OpResult result = store.state().apply(op, lease -> true).result();
        ended(begin);
        tally.ofRead(op, result);
        return result;
    }

    /** A request has been done, and may have changed something. */
    void changed(long begin, Op op, Outcome outcome) {
        ended(begin);
        tally.ofChange(op, outcome.result(), outcome.events());
    }

    /** When something began; 0 for what touches one key only, which is done before a clock could tell. */
    static long begin(Op op) {
        boolean isOneKey = op instanceof PutOp
                || (op instanceof RangeOp range && range.range().isSingle());
        return isOneKey ? 0 : SystemClock.INSTANCE.nanos();
    }

    private void ended(long begin) {
        if (begin != 0 && SystemClock.INSTANCE.nanos() - begin > Counts.SLOW_NANOS) {
            counts.add(Count.SLOW, 1);
        }
    }

    /** See {@link Engine#grant}. */
    Step<Lease> grant(Store store, long id, long ttl, Instant now, Chance chance) {
        store.alarms().admit(true);
        long chosen = id;
        while (chosen == 0 || (id == 0 && store.hasLease(chosen))) {
            chosen = chance.number() & Long.MAX_VALUE;
        }
        Leases leases = store.leases().grant(chosen, ttl, now);
        Lease lease = leases.get(chosen);
        if (lease == null) {
            throw new IllegalStateException("the lease just granted is not there");
        }
        counts.addInTurn(Count.LEASES_GRANTED, 1);
        counts.measured(Distribution.LEASE_TTL, lease.ttl());
        return new Step<>(store.with(leases), Change.grant(chosen, lease.ttl()), lease);
    }

    /** See {@link Engine#revoke(long, Guard)}. */
    Step<Long> revoke(Store store, long id, Guard guard) {
        store.alarms().admitAnyChange();
        Request.check(store, guard);
        Lease lease = store.leases().get(id);
        if (lease == null) {
            throw EtcdError.LEASE_NOT_FOUND.refusal();
        }
        return revoke(store, lease);
    }

    /** Ends a lease whose time is over. */
    Step<Long> end(Store store, long id, Instant now) {
        Lease current = store.leases().get(id);
        if (current == null || !current.isExpired(now)) {
            return new Step<>(store, null, 0L);
        }
        counts.addInTurn(Count.LEASES_EXPIRED, 1);
        return revoke(store, current);
    }

    private Step<Long> revoke(Store store, Lease lease) {
        Outcome outcome = store.state().deleteAll(lease.keys());
        tally.ofRevocation(outcome.events().size());
        Store next = store.with(outcome.next()).with(store.leases().without(lease.id()));
        return new Step<>(
                next,
                Change.revoke(lease.id(), outcome.events()),
                outcome.next().revision());
    }

    /** See {@link Engine#keepAlive}. */
    Step<Long> keepAlive(Store store, long id, Instant now) {
        Lease lease = store.leases().get(id);
        if (lease == null || lease.isExpired(now)) {
            return new Step<>(store, null, 0L);
        }
        counts.addInTurn(Count.LEASES_RENEWED, 1);
        return new Step<>(store.with(store.leases().renew(id, now)), null, lease.ttl());
    }
}
