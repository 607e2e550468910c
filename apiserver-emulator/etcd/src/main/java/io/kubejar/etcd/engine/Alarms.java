package io.kubejar.etcd.engine;

import io.kubejar.etcd.mvcc.EtcdError;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The alarms that are raised, and what they forbid: a value. Whoever finds something wrong raises one with {@link
 * Engine#raise}; only an operator takes it back. Source: etcd 3.6 v3alarm/alarms.go and apply/uber_applier.go.
 *
 * @param raised in order, each once
 */
public record Alarms(List<Alarm> raised) {
    private static final Alarms NONE = new Alarms(List.of());

    /** No alarms. */
    public static Alarms none() {
        return NONE;
    }

    /** True when nothing is wrong. */
    public boolean isEmpty() {
        return raised.isEmpty();
    }

    /** Those of a type; all for {@link Alarm#ANY}. */
    public List<Alarm> ofType(int type) {
        return type == Alarm.ANY
                ? raised
                : raised.stream().filter(alarm -> alarm.type() == type).toList();
    }

    /** With one more. */
    public Alarms with(Alarm alarm) {
        return raised.contains(alarm)
                ? this
                : new Alarms(Stream.concat(raised.stream(), Stream.of(alarm))
                        .sorted()
                        .toList());
    }

    Alarms without(Alarm alarm) {
        return raised.contains(alarm)
                ? new Alarms(raised.stream().filter(one -> !one.equals(alarm)).toList())
                : this;
    }

    /**
     * Lets a change to keys or leases pass, or not.
     *
     * @throws EtcdRefusal when damaged data must not be changed, or there is no room for what would be put
     */
    void admit(boolean takesRoom) {
        admitAnyChange();
        if (takesRoom) {
            requireRoom();
        }
    }

    void admitAnyChange() {
        if (!ofType(Alarm.CORRUPT).isEmpty()) {
            throw EtcdError.CORRUPT.refusal();
        }
    }

    void requireRoom() {
        if (!ofType(Alarm.NOSPACE).isEmpty()) {
            throw EtcdError.NO_SPACE.refusal();
        }
    }
}
