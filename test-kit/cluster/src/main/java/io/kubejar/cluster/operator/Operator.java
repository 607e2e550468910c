package io.kubejar.cluster.operator;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.reconcile.Sources;
import io.kubejar.core.reconcile.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A user's operator that runs. Unlike the cluster's own controllers it is not kept from seeing less than it has written:
 * what it must be able to live with, it will meet.
 */
public final class Operator implements AutoCloseable {
    private static final int FAILURES_KEPT = 100;

    private final ApiClient client;
    private final Informers informers;
    private final Loops loops;
    private final Function<String, Gvr> names;
    private final Reconciler reconciler;
    private final Loop loop;
    private final WorkQueue<ObjectKey> queue;
    private final Set<ObjectKey> early = new LinkedHashSet<>(); // on the loop
    private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    private boolean ready; // on the loop
    private volatile boolean closed;

    Operator(
            String name,
            ApiClient client,
            Informers informers,
            Loops loops,
            Function<String, Gvr> names,
            Reconciler reconciler) {
        this.client = client;
        this.informers = informers;
        this.loops = loops;
        this.names = names;
        this.reconciler = reconciler;
        loop = loops.loop(name);
        queue = new WorkQueue<>(loop, this::reconcile);
    }

    void start(Map<Gvr, Sources.Mapping> sources) {
        int[] left = {sources.size()};
        sources.forEach((resource, mapping) -> {
            Informer informer = informers.informer(resource);
            informer.addHandler((before, after, revision) ->
                    mapping.keys(before, after).forEach(key -> loop.execute(() -> wake(key))));
            informer.whenSeen(
                    1,
                    () -> loop.execute(() -> {
                        if (--left[0] == 0) {
                            ready = true;
                            early.forEach(queue::add);
                            early.clear();
                        }
                    }));
        });
    }

    private void wake(ObjectKey key) {
        if (ready) {
            queue.add(key);
        } else {
            early.add(key);
        }
    }

    private void reconcile(ObjectKey key) {
        if (closed) {
            return;
        }
        Turn turn = new Turn();
        try {
            reconciler.reconcile(key, turn);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception e) {
            failures.add(e);
            if (failures.size() > FAILURES_KEPT) {
                failures.poll();
            }
            queue.addRateLimited(key);
            return;
        }
        queue.forget(key);
        if (turn.again != null) {
            queue.addAfter(key, turn.again);
        }
    }

    /** What the reconciler has thrown so far, the oldest first; the last hundred. */
    public List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** Stops it: it is not called any more. */
    @Override
    public void close() {
        closed = true;
        informers.close();
    }

    private final class Turn implements Work {
        private @Nullable Duration again;

        @Override
        public Lister cached(String resource) {
            return informers.of(names.apply(resource));
        }

        @Override
        public ApiClient client() {
            return client;
        }

        @Override
        public Instant now() {
            return loops.clock().now();
        }

        @Override
        public void lookAgain(Duration after) {
            again = after;
        }
    }
}
