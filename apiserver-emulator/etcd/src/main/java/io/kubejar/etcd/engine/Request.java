package io.kubejar.etcd.engine;

import io.kubejar.etcd.engine.Commits.Step;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.Outcome;
import io.kubejar.etcd.mvcc.State;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * What a client asks to be changed, as a step from one store to the next.
 *
 * @param grows whether it takes room
 * @param steps counts it
 */
record Request(Op op, boolean grows, Guard guard, Steps steps) implements Function<Store, Step<OpResult>> {
    private record Leased(Store store) implements LongPredicate {
        @Override
        public boolean test(long id) {
            return store.hasLease(id);
        }
    }

    @Override
    public Step<OpResult> apply(Store store) {
        if (!store.alarms().isEmpty() || store.auth().enabled()) {
            State.check(op); // what makes no sense is refused before what is not allowed, as upstream
            store.alarms().admit(grows);
            check(store, guard);
        }
        long begin = Steps.begin(op);
        Outcome outcome = store.state().apply(op, new Leased(store));
        steps.changed(begin, op, outcome);
        List<Event> events = outcome.events();
        if (events.isEmpty()) {
            return new Step<>(store, null, outcome.result());
        }
        Store next = store.with(outcome.next()).with(store.leases().after(events));
        return new Step<>(next, Change.ofEvents(events), outcome.result());
    }

    /** Asks whether it may be done, where that is asked at all. */
    static void check(Store store, Guard guard) {
        if (store.auth().enabled()) {
            guard.check(store);
        }
    }
}
