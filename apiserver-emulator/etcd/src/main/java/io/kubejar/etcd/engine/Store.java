package io.kubejar.etcd.engine;

import io.kubejar.etcd.lease.Leases;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.State;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Keys, leases and alarms at one moment: a value.
 *
 * @param alarms those that were raised and not yet disarmed; cannot be changed
 */
public record Store(State state, Leases leases, Set<Alarm> alarms) {
    /** Without alarms. */
    public Store(State state, Leases leases) {
        this(state, leases, Set.of());
    }

    /** The empty store. */
    public static Store empty() {
        return new Store(State.empty(), Leases.none());
    }

    /** With the keys attached to the leases that they name. */
    public static Store attached(State state, Leases leases, Set<Alarm> alarms) {
        List<Event> puts = new ArrayList<>();
        state.scan(KeyRange.prefix(Bytes.EMPTY), kv -> {
            if (kv.lease() != 0) {
                puts.add(new Event(kv, null));
            }
            return true;
        });
        return new Store(state, leases.after(puts), Set.copyOf(alarms));
    }

    boolean hasLease(long id) {
        return leases.get(id) != null;
    }

    /** With other keys. */
    Store with(State other) {
        return new Store(other, leases, alarms);
    }

    /** With other leases. */
    Store with(Leases other) {
        return new Store(state, other, alarms);
    }

    /** With an alarm raised. */
    public Store raised(Alarm alarm) {
        EnumSet<Alarm> more = EnumSet.of(alarm);
        more.addAll(alarms);
        return new Store(state, leases, Set.copyOf(more));
    }

    /** With an alarm disarmed. */
    public Store disarmed(Alarm alarm) {
        EnumSet<Alarm> less = EnumSet.noneOf(Alarm.class);
        less.addAll(alarms);
        less.remove(alarm);
        return new Store(state, leases, Set.copyOf(less));
    }
}
