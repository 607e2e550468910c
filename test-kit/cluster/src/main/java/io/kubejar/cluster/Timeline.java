package io.kubejar.cluster;

import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.server.request.Call;
import io.kubejar.server.request.RequestObserver;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every write to the cluster: who made it, what it was, and which revision woke the one who made it. Bounded: the oldest
 * entries go first. Thread-safe.
 */
public final class Timeline implements RequestObserver {
    private static final int KEPT = 100_000;
    private static final String LEASES =
            ResourceRef.of(Resources.LEASES, "kube-node-lease").path() + "/";
    private static final String ELECTIONS =
            ResourceRef.of(Resources.LEASES, "kube-system").path() + "/";
    private static final String NODES = ResourceRef.of(Resources.NODES).path() + "/";

    /**
     * One write.
     *
     * @param revision the store's revision that it made
     * @param user who made it
     * @param verb create, update, patch or delete
     * @param path the object's path below the API
     * @param cause the revision that woke the writer; 0 for one from outside
     */
    public record Entry(long revision, Instant time, String user, String verb, String path, long cause) {
        /** Whether it only tells that a node or an elected leader lives: its Lease, or a node's status. */
        public boolean isSignOfLife() {
            return path.startsWith(LEASES)
                    || path.startsWith(ELECTIONS)
                    || (path.startsWith(NODES) && path.endsWith("/status"));
        }

        @Override
        public String toString() {
            String why = cause == 0 ? "" : "  <- " + cause;
            return String.format("%6d  %-7s %-70s by %s%s", revision, verb, path, user, why);
        }
    }

    private final Supplier<Instant> now;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(); // guarded by this
    private long forgotten; // guarded by this

    private long changes; // guarded by this

    /** Empty; entries get the time of this clock. */
    Timeline(Supplier<Instant> now) {
        this.now = now;
    }

    /** One that begins with what this one has, and goes on by another clock. */
    synchronized Timeline fork(Supplier<Instant> otherNow) {
        Timeline copy = new Timeline(otherNow);
        synchronized (copy) {
            copy.entries.addAll(entries);
            copy.forgotten = forgotten;
            copy.changes = changes;
        }
        return copy;
    }

    @Override
    public synchronized void written(Call call, ApiObject object, long cause) {
        var ref = call.ref();
        String name = ref.name().isEmpty() ? object.name() : ref.name();
        String path = new ResourceRef(ref.resource(), ref.namespace(), name, ref.subresource()).path();
        long revision = object.resourceVersion().isEmpty() ? 0 : object.revision();
        Entry entry = new Entry(revision, now.get(), call.user().name(), call.verb(), path, cause);
        entries.add(entry);
        if (!entry.isSignOfLife()) {
            changes++;
        }
        if (entries.size() > KEPT) {
            entries.removeFirst();
            forgotten++;
        }
    }

    /** A write that is only counted. */
    synchronized void passed(Call call) {
        forgotten++;
        ResourceRef ref = call.ref();
        boolean node =
                ref.resource().equals(Resources.NODES) && ref.subresource().equals("status");
        if (!node && !ref.resource().equals(Resources.LEASES)) {
            changes++;
        }
    }

    /** How many writes there have been that are more than signs of life of nodes. */
    synchronized long changes() {
        return changes;
    }

    /** All entries in the order in which they were made. */
    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    /** How many writes there have been, also those no longer kept. */
    public synchronized long count() {
        return forgotten + entries.size();
    }

    /** The entries made since {@link #count} was as given, as far as they are kept. */
    public synchronized List<Entry> after(long count) {
        return entries.stream().skip(Math.max(0, count - forgotten)).toList();
    }

    /** The entries that fit. */
    public List<Entry> entries(Predicate<Entry> which) {
        return entries().stream().filter(which).toList();
    }

    /** The write that made a revision, the one that woke its writer, and so on to the one from outside. */
    public List<Entry> causes(long revision) {
        List<Entry> out = new ArrayList<>();
        long wanted = revision;
        while (wanted != 0) {
            Entry found = write(wanted);
            if (found == null) {
                break;
            }
            out.add(found);
            wanted = found.cause() < wanted ? found.cause() : 0;
        }
        return out;
    }

    private synchronized @Nullable Entry write(long revision) {
        for (Entry entry : entries) {
            if (entry.revision() == revision) {
                return entry;
            }
        }
        return null;
    }

    /** A line for each entry. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        entries().forEach(e -> out.append(e).append('\n'));
        return out.toString();
    }
}
