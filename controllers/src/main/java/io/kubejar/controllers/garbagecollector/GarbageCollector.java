package io.kubejar.controllers.garbagecollector;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ServedResources;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.reconcile.EventRecorder;
import io.kubejar.core.reconcile.FollowedResources;
import io.kubejar.core.reconcile.PlanRunner;
import io.kubejar.core.reconcile.WorkQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Deletes objects whose owners are gone, in every resource that is served, custom ones included. Upstream:
 * pkg/controller/garbagecollector, v1.36.
 *
 * <p>It follows all resources and so is a loop of its own rather than a
 * {@link io.kubejar.core.reconcile.Controller}; what it does with an object is a plan all the same.
 */
public final class GarbageCollector {
    /** Its name; its service account is called the same. */
    public static final String NAME = "generic-garbage-collector";
    /** The user it acts as. */
    public static final String USER = "system:serviceaccount:kube-system:" + NAME;

    private static final String EVENT_SOURCE = "garbage-collector-controller";

    private final ServedResources served;
    private final Loop loop;
    private final Graph graph;
    private final FollowedResources followed;
    private final Examination examination;
    private final PlanRunner runner;
    private final WorkQueue<Item> queue;
    private final Map<Item, Long> causes = new HashMap<>();
    private final Set<Item> unknownKinds = new HashSet<>();
    private final List<Informer> first = new ArrayList<>();
    private boolean ready;

    /**
     * A collector that does nothing until {@link #start}.
     *
     * @param client acts as {@link #USER}
     * @param informers the local copies, shared with controllers
     */
    public GarbageCollector(ApiClient client, Informers informers, ServedResources served, Loops loops) {
        this.served = served;
        this.loop = loops.loop(NAME);
        this.graph = new Graph(informers.kept());
        this.followed = new FollowedResources(served, Graph::isWatched, informers, this::listen);
        this.examination = new Examination(graph, unknownKinds::add);
        this.runner = new PlanRunner(client, new EventRecorder(client, EVENT_SOURCE, "", loops.clock()));
        this.queue = new WorkQueue<>(loop, this::examine);
    }

    /** Begins to listen; works as soon as every local copy has its first list. */
    public void start() {
        loop.execute(() -> {
            follow();
            int[] left = {first.size()};
            ready = first.isEmpty();
            first.forEach(informer -> informer.whenSeen(
                    1,
                    () -> loop.execute(() -> {
                        if (--left[0] == 0) {
                            ready = true;
                            causes.keySet().forEach(queue::add);
                        }
                    })));
        });
        served.onChange(() -> loop.execute(this::follow));
    }

    private void follow() {
        try {
            graph.serve(served.all());
        } catch (StatusException e) {
            return; // the server tells again later; until then everything stays as it is
        }
        followed.follow();
        List<Item> again = List.copyOf(unknownKinds);
        unknownKinds.clear();
        again.forEach(queue::add);
    }

    private void listen(Informer informer) {
        if (!ready) {
            first.add(informer);
        }
        informer.addHandler((before, after, revision) -> {
            Set<Item> items = Wakes.of(informer.resource(), before, after, graph);
            if (!items.isEmpty()) {
                loop.execute(() -> items.forEach(item -> wake(item, revision)));
            }
        });
    }

    private void wake(Item item, long revision) {
        causes.put(item, revision);
        if (ready) {
            queue.add(item);
        }
    }

    private void examine(Item item) {
        Long cause = causes.remove(item);
        try {
            runner.run(examination.plan(item), cause == null ? 0 : cause, new PlanRunner.Outcome());
            queue.forget(item);
        } catch (StatusException e) {
            queue.addRateLimited(item);
        }
    }
}
