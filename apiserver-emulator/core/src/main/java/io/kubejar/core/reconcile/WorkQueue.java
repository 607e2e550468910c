package io.kubejar.core.reconcile;

import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys that want work, each once: a key that is added while it waits is not added again, one that is added while it is
 * worked on comes back afterwards. Failed keys come back with a delay that doubles. Upstream: client-go util/workqueue
 * with DefaultTypedControllerRateLimiter (5 ms to 1000 s), v1.36.
 *
 * <p>Everything happens on the loop that is handed in; {@link #add} may be called from any thread.
 */
public final class WorkQueue<K> {
    private static final Duration FIRST_RETRY = Duration.ofMillis(5);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1000);

    private final Loop loop;
    private final Consumer<K> worker;
    private final Queue<K> queue = new ArrayDeque<>();
    private final Set<K> dirty = new HashSet<>();
    private final Set<K> parked = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private final Map<K, Timer> delayed = new HashMap<>();
    private volatile @Nullable K last; // for who asks from outside, as the next
    private volatile int waiting;

    /** Calls the worker with one key at a time, on the loop. */
    public WorkQueue(Loop loop, Consumer<K> worker) {
        this.loop = loop;
        this.worker = worker;
        loop.tell(this::doing);
    }

    /** The key that is worked on, or was last, and how many wait. */
    private String doing() {
        K key = last;
        int others = waiting;
        return key == null ? "" : others == 0 ? key.toString() : key + " and " + others + " more";
    }

    /** Wants work for a key. */
    public void add(K key) {
        loop.execute(() -> enqueue(key));
    }

    /** Wants work for a key after a delay; an earlier wish that is still waiting is replaced. On the loop only. */
    public void addAfter(K key, Duration delay) {
        cancelDelayed(key);
        delayed.put(key, loop.after(delay, "look again at " + key, () -> {
            delayed.remove(key);
            enqueue(key);
        }));
    }

    /** Wants work for a key that has failed, later each time. On the loop only. */
    public void addRateLimited(K key) {
        int before = failures.merge(key, 1, Integer::sum) - 1;
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(before, 20));
        Duration bounded = delay.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay;
        loop.retryAfter(bounded, "retry " + key, () -> enqueue(key));
    }

    /** A key has succeeded: its delay begins anew. On the loop only. */
    public void forget(K key) {
        failures.remove(key);
    }

    /** Holds a key back until {@link #unpark}; adds meanwhile are kept. On the loop only. */
    public void park(K key) {
        parked.add(key);
    }

    /** Lets a key go on, if it was added meanwhile. From any thread. */
    public void unpark(K key) {
        loop.execute(() -> {
            if (parked.remove(key) && dirty.contains(key)) {
                queue.add(key);
                loop.execute(this::work);
            }
        });
    }

    /** Keys that wait for work now. On the loop only. */
    public int size() {
        return dirty.size();
    }

    private void cancelDelayed(K key) {
        Timer timer = delayed.remove(key);
        if (timer != null) {
            timer.cancel();
        }
    }

    private void enqueue(K key) {
        if (dirty.add(key) && !parked.contains(key)) {
            queue.add(key);
            waiting = dirty.size();
            loop.execute(this::work);
        }
    }

    private void work() {
        K key = queue.poll();
        if (key == null || !dirty.remove(key)) {
            return;
        }
        last = key;
        waiting = dirty.size();
        worker.accept(key);
        if (loop.again()) {
            enqueue(key);
        }
    }
}
