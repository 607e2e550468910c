package io.kubejar.core.election;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.EventRecorder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands for election on a Lease of {@code kube-system} until it is closed: works while it leads, waits while another one
 * does. Upstream: LeaderElector (client-go tools/leaderelection/leaderelection.go), v1.36; upstream's components end their
 * process when they lose the lead, this one stops working and stands again.
 *
 * <p>Thread-safe. Requests are made on a loop of its own, the first and the last one on the thread of the caller.
 */
public final class Elector implements AutoCloseable {
    private static final String NAMESPACE = "kube-system";
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(5);

    private final String name;
    private final ApiClient client;
    private final EventRecorder events;
    private final Loops loops;
    private final Loop loop;
    private final Chance chance;
    private final ElectionTiming timing;
    private final Consumer<Term> work;

    private Candidacy candidacy; // guarded by this, as all that follows
    private @Nullable ApiObject lease;
    private @Nullable Term term;
    private @Nullable Instant failingSince;
    private @Nullable Timer next;
    private boolean closed;

    /**
     * An elector that does nothing until {@link #start}.
     *
     * @param name of the Lease, and the component that records events
     * @param identity who stands for election; different for every elector
     * @param client may get, create and update the Lease and record events
     * @param chance spreads the tries of those who wait
     * @param work called with each term that is won; it begins to work through the term's client and loops and returns
     */
    public Elector(
            String name,
            String identity,
            ApiClient client,
            Loops loops,
            Chance chance,
            ElectionTiming timing,
            Consumer<Term> work) {
        this.name = name;
        this.client = client;
        this.events = new EventRecorder(client, name, "", loops.clock());
        this.loops = loops;
        this.loop = loops.loop("elector-" + name);
        this.chance = chance;
        this.timing = timing;
        this.work = work;
        this.candidacy = Candidacy.of(identity, timing);
    }

    /** Stands for election; when this returns the first try has been made. */
    public void start() {
        turn();
    }

    /** Whether it leads now. */
    public synchronized boolean leads() {
        return term != null;
    }

    private synchronized void turn() {
        if (closed) {
            return;
        }
        Instant now = loops.clock().now().truncatedTo(ChronoUnit.MICROS); // what a Lease can say
        Term current = term;
        Duration wait;
        if (current == null) {
            wait = stand(now);
        } else if (failingSince != null && !now.isBefore(failingSince.plus(timing.renewal()))) {
            lose(current);
            wait = jittered();
        } else {
            wait = renew(current, now);
        }
        next = loop.after(wait, "stand for election", this::turn);
    }

    private Duration stand(Instant now) {
        if (!write(now)) {
            return jittered();
        }
        Term won = new Term(name, loops, end(now));
        term = won;
        failingSince = null;
        note("became leader");
        work.accept(won);
        return timing.retry();
    }

    private Duration renew(Term current, Instant now) {
        if (write(now)) {
            failingSince = null;
            current.prolong(end(now));
            return timing.retry();
        }
        Instant since = failingSince == null ? now : failingSince;
        failingSince = since;
        Duration left = Duration.between(now, since.plus(timing.renewal()));
        return left.compareTo(timing.retry()) < 0 ? left : timing.retry();
    }

    /** When a leader that has renewed now has to stop if nothing comes of all further tries. */
    private Instant end(Instant now) {
        return now.plus(timing.retry()).plus(timing.renewal());
    }

    private void lose(Term current) {
        current.end();
        term = null;
        failingSince = null;
        lease = null;
        note("stopped leading");
    }

    private Duration jittered() {
        return timing.retry().plus(Duration.ofNanos((long)
                (chance.fraction() * ElectionTiming.JITTER * timing.retry().toNanos())));
    }

    /** Takes or renews the Lease; false when that was not to be. */
    private boolean write(Instant now) {
        ApiObject known = lease;
        LeaseRecord renewal = candidacy.renewal(now);
        if (known != null && renewal != null && update(known, renewal, now)) {
            return true;
        }
        ApiObject stored;
        try {
            stored = client.get(ref());
        } catch (StatusException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                return false;
            }
            stored = null;
        }
        Candidacy.Decision decision = candidacy.decide(stored == null ? null : LeaseRecord.of(stored), now);
        candidacy = decision.then();
        LeaseRecord record = decision.write();
        if (record == null) {
            return false;
        }
        return stored == null ? create(record, now) : update(stored, record, now);
    }

    private boolean create(LeaseRecord record, Instant now) {
        ApiObject made = record.into(ApiObject.of(new Gvk("coordination.k8s.io", "v1", "Lease"), NAMESPACE, name));
        try {
            lease = client.create(ResourceRef.of(Resources.LEASES, NAMESPACE), made, WriteOptions.NONE);
        } catch (StatusException e) {
            return false;
        }
        candidacy = candidacy.saw(record, now);
        return true;
    }

    private boolean update(ApiObject old, LeaseRecord record, Instant now) {
        try {
            lease = client.update(ref(), record.into(old), WriteOptions.NONE);
        } catch (StatusException e) {
            return false;
        }
        candidacy = candidacy.saw(record, now);
        return true;
    }

    private ResourceRef ref() {
        return ResourceRef.of(Resources.LEASES, NAMESPACE, name);
    }

    private void note(String what) {
        ApiObject about =
                lease != null ? lease : ApiObject.of(new Gvk("coordination.k8s.io", "v1", "Lease"), NAMESPACE, name);
        events.record(EventNote.normal(about, "LeaderElection", candidacy.identity() + " " + what), 0);
    }

    /** Stops working and gives the lead back, so that another one need not wait for the lease to run out. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        Term current = term;
        if (current == null) {
            return;
        }
        current.end();
        term = null;
        try {
            if (current.awaitQuiet(QUIET_WITHIN)) { // the next leader must not meet what this one still writes
                release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void release() {
        try {
            ApiObject stored = client.get(ref());
            if (LeaseRecord.of(stored).holder().equals(candidacy.identity())) {
                client.update(ref(), candidacy.released(loops.clock().now()).into(stored), WriteOptions.NONE);
                note("stopped leading");
            }
        } catch (StatusException e) {
            // then the others wait until the lease has run out
        }
    }
}
