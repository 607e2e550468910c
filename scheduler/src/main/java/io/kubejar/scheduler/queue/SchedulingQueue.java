package io.kubejar.scheduler.queue;

import io.kubejar.scheduler.pod.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pods that want a node. Those that may get one now stand in the active part, by priority and then by when they came;
 * those that were turned away wait for a change that may help; those that were woken soon after they had been turned away
 * stand behind the others, by when their back-off ends. Upstream: backend/queue with PopFromBackoffQ, v1.36. One thread.
 */
public final class SchedulingQueue {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A pod that waits. */
    private static final class Entry {
        PodInfo pod;
        final long number;
        int attempts;
        Instant since;
        Set<String> rejectedBy = Set.of();
        long cause;

        Entry(PodInfo pod, long number, Instant since) {
            this.pod = pod;
            this.number = number;
            this.since = since;
        }

        Instant backOffEnd() {
            if (attempts == 0) {
                return Instant.MIN;
            }
            Duration delay = FIRST_BACK_OFF.multipliedBy(1L << Math.min(attempts - 1, 10));
            return since.plus(delay.compareTo(LAST_BACK_OFF) > 0 ? LAST_BACK_OFF : delay);
        }
    }

    /** A pod whose turn it is, and the revision of the change that woke it. */
    public record Next(PodInfo pod, int attempts, long cause) {}

    private final Map<String, Entry> all = new HashMap<>(); // by uid, wherever they stand
    private final TreeSet<Entry> active = new TreeSet<>(
            Comparator.<Entry>comparingLong(e -> -e.pod.priority()).thenComparingLong(e -> e.number));
    private final TreeSet<Entry> backingOff =
            new TreeSet<>(Comparator.comparing(Entry::backOffEnd).thenComparingLong(e -> e.number));
    private final Map<String, Entry> turnedAway = new HashMap<>();
    private long numbers;

    /** An empty queue. */
    public SchedulingQueue() {}

    /** A pod is new, or its object has changed in a way that may matter. */
    public void put(PodInfo pod, Instant now, long cause) {
        String uid = pod.pod().uid();
        Entry entry = all.get(uid);
        if (entry == null) {
            entry = new Entry(pod, numbers++, now);
            all.put(uid, entry);
        } else {
            takeOut(entry);
            entry.pod = pod;
        }
        entry.cause = cause;
        active.add(entry);
    }

    /** The object of a waiting pod has changed in a way that does not matter. */
    public void refresh(PodInfo pod) {
        Entry entry = all.get(pod.pod().uid());
        if (entry != null && entry.pod.priority() == pod.priority()) {
            entry.pod = pod;
        }
    }

    /** A pod does not want a node any more. */
    public void remove(String uid) {
        Entry entry = all.remove(uid);
        if (entry != null) {
            takeOut(entry);
        }
    }

    private void takeOut(Entry entry) {
        active.remove(entry);
        backingOff.remove(entry);
        turnedAway.remove(entry.pod.pod().uid());
    }

    /** Whether a pod is waiting for its turn. */
    public boolean isEmpty() {
        return active.isEmpty() && backingOff.isEmpty();
    }

    /** How many pods wait for their turn or for a change. */
    public int size() {
        return active.size() + backingOff.size() + turnedAway.size();
    }

    /** The next pod; it is out of the queue until it is put, turned away or tried again. Null when there is none. */
    public @Nullable Next poll() {
        Entry entry = active.isEmpty() ? backingOff.pollFirst() : active.pollFirst();
        if (entry == null) {
            return null;
        }
        entry.attempts++;
        return new Next(entry.pod, entry.attempts, entry.cause);
    }

    /** There was no node for a pod; it waits for a change that concerns the plugins that turned it away. */
    public void turnAway(PodInfo pod, Set<String> rejectedBy, Instant now) {
        Entry entry = all.get(pod.pod().uid());
        if (entry != null) {
            takeOut(entry);
            entry.since = now;
            entry.rejectedBy = rejectedBy;
            turnedAway.put(pod.pod().uid(), entry);
        }
    }

    /** Something has changed: the pods that it may help are tried again. */
    public void changed(ClusterChange change, Instant now, long cause) {
        List<Entry> woken = new ArrayList<>();
        for (Entry entry : turnedAway.values()) {
            if (change.helps(entry.rejectedBy)) {
                woken.add(entry);
            }
        }
        woken.sort(Comparator.comparingLong(e -> e.number));
        woken.forEach(e -> wake(e, now, cause));
    }

    /** Wakes the pods that have been waiting for five minutes, in case a change was overlooked; when to ask again. */
    public @Nullable Instant wakePatient(Instant now) {
        Instant next = null;
        for (Entry entry : List.copyOf(turnedAway.values())) {
            Instant due = entry.since.plus(PATIENCE);
            if (!due.isAfter(now)) {
                wake(entry, now, 0);
            } else if (next == null || due.isBefore(next)) {
                next = due;
            }
        }
        return next;
    }

    private void wake(Entry entry, Instant now, long cause) {
        turnedAway.remove(entry.pod.pod().uid());
        entry.cause = cause;
        if (entry.backOffEnd().isAfter(now)) {
            backingOff.add(entry);
        } else {
            active.add(entry);
        }
    }
}
