package io.kubejar.core.reconcile;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Runs one controller: changes put keys into a queue, each key gives a plan, the plan is carried out through the client.
 *
 * <p>It reads its own writes: a key is not reconciled again before the local copies show what its last plan has written.
 * Upstream keeps expectations for that; here it holds for every controller and every resource.
 */
public final class ControllerLoop {
    private final Controller controller;
    private final Informers informers;
    private final Loops loops;
    private final Loop loop;
    private final WorkQueue<ObjectKey> queue;
    private final PlanRunner runner;
    private final ReconcileObserver observer;
    private final Map<ObjectKey, Long> causes = new HashMap<>();
    private boolean ready;

    /**
     * A loop that does nothing until {@link #start}.
     *
     * @param client acts as the controller's own user
     * @param informers the local copies, shared with other controllers
     */
    public ControllerLoop(Controller controller, ApiClient client, Informers informers, Loops loops) {
        this(controller, client, informers, loops, ReconcileObserver.NONE);
    }

    /** Like the other one, with somebody who hears of every reconcile. */
    public ControllerLoop(
            Controller controller, ApiClient client, Informers informers, Loops loops, ReconcileObserver observer) {
        this.observer = observer;
        this.controller = controller;
        this.informers = informers;
        this.loops = loops;
        this.loop = loops.loop(controller.name());
        this.queue = new WorkQueue<>(loop, this::reconcile);
        this.runner = new PlanRunner(client, new EventRecorder(client, controller.name(), "", loops.clock()));
    }

    /** Begins to listen; works as soon as every local copy that the controller named has its first list. */
    public void start() {
        Set<Informer> sources = new LinkedHashSet<>();
        controller.sources(new Sources() {
            @Override
            public Sources on(Gvr resource, Mapping mapping) {
                Informer informer = informers.informer(resource);
                sources.add(informer);
                listen(informer, mapping);
                return this;
            }

            @Override
            public Sources onEach(
                    ServedResources served, Predicate<ServedResources.Served> which, Function<Gvr, Mapping> mapping) {
                FollowedResources followed =
                        new FollowedResources(served, which, informers, i -> listen(i, mapping.apply(i.resource())));
                followed.follow();
                served.onChange(() -> loop.execute(followed::follow));
                return this;
            }
        });
        int[] left = {sources.size()};
        sources.forEach(informer -> informer.whenSeen(
                1,
                () -> loop.execute(() -> {
                    if (--left[0] == 0) {
                        ready = true;
                        causes.keySet().forEach(queue::add);
                    }
                })));
    }

    private void listen(Informer informer, Sources.Mapping mapping) {
        informer.addHandler((before, after, revision) ->
                mapping.keys(before, after).forEach(key -> loop.execute(() -> wake(key, revision))));
    }

    private void wake(ObjectKey key, long revision) {
        causes.put(key, revision);
        if (ready) {
            queue.add(key);
        }
    }

    private void reconcile(ObjectKey key) {
        PlanRunner.Outcome outcome = new PlanRunner.Outcome();
        Long cause = causes.remove(key);
        try {
            runner.run(controller.reconcile(key, loops.clock().now()), cause == null ? 0 : cause, outcome);
            queue.forget(key);
            if (outcome.lookAgain() != null) {
                queue.addAfter(key, outcome.lookAgain());
            }
            observer.reconciled(controller, key, false);
        } catch (StatusException e) {
            queue.addRateLimited(key);
            observer.reconciled(controller, key, true);
        }
        waitFor(key, outcome.written());
    }

    /** Parks the key until every local copy that is kept shows the writes. */
    private void waitFor(ObjectKey key, Map<Gvr, Long> written) {
        Map<Informer, Long> behind = new LinkedHashMap<>(); // in an order that a seed repeats
        for (Informer informer : informers.all()) {
            Long revision = written.get(informer.resource());
            if (revision != null && informer.seen() < revision) {
                behind.put(informer, revision);
            }
        }
        if (behind.isEmpty()) {
            return;
        }
        queue.park(key);
        int[] left = {behind.size()};
        behind.forEach((informer, revision) -> informer.whenSeen(
                revision,
                () -> loop.execute(() -> {
                    if (--left[0] == 0) {
                        queue.unpark(key);
                    }
                })));
    }
}
