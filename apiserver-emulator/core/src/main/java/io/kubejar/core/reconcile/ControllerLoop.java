package io.kubejar.core.reconcile;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs one controller: changes put keys into a queue, each key gives a plan, the plan is carried out through the client.
 *
 * <p>It reads its own writes: a key is not reconciled again before the local copies show what its last plan has written.
 * Upstream keeps expectations for that; here it holds for every controller and every resource.
 */
public final class ControllerLoop {
    private final Controller controller;
    private final ApiClient client;
    private final Informers informers;
    private final Loops loops;
    private final Loop loop;
    private final WorkQueue<ObjectKey> queue;
    private final EventRecorder recorder;
    private final Map<ObjectKey, Long> causes = new HashMap<>();
    private boolean ready;

    /**
     * A loop that does nothing until {@link #start}.
     *
     * @param client acts as the controller's own user
     * @param informers the local copies, shared with other controllers
     */
    public ControllerLoop(Controller controller, ApiClient client, Informers informers, Loops loops) {
        this.controller = controller;
        this.client = client;
        this.informers = informers;
        this.loops = loops;
        this.loop = loops.loop(controller.name());
        this.queue = new WorkQueue<>(loop, this::reconcile);
        this.recorder = new EventRecorder(client, controller.name(), "", loops.clock());
    }

    /** Begins to listen; works as soon as every local copy that the controller named has its first list. */
    public void start() {
        Set<Informer> sources = new LinkedHashSet<>();
        controller.sources(new Sources() {
            @Override
            public Sources on(Gvr resource, Mapping mapping) {
                Informer informer = informers.informer(resource);
                sources.add(informer);
                informer.addHandler((before, after, revision) ->
                        mapping.keys(before, after).forEach(key -> loop.execute(() -> wake(key, revision))));
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

    private void wake(ObjectKey key, long revision) {
        causes.put(key, revision);
        if (ready) {
            queue.add(key);
        }
    }

    private void reconcile(ObjectKey key) {
        Run run = new Run(causes.getOrDefault(key, 0L));
        causes.remove(key);
        try {
            run.carryOut(controller.reconcile(key, loops.clock().now()));
            queue.forget(key);
            if (run.lookAgain != null) {
                queue.addAfter(key, run.lookAgain);
            }
        } catch (StatusException e) {
            queue.addRateLimited(key);
        }
        waitFor(key, run.written);
    }

    /** Parks the key until every local copy that is kept shows the writes. */
    private void waitFor(ObjectKey key, Map<Gvr, Long> written) {
        Map<Informer, Long> behind = new HashMap<>();
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

    /** The carrying out of one plan with all that follows from it. */
    private final class Run {
        private final long cause;
        private final Map<Gvr, Long> written = new HashMap<>();
        private @Nullable Duration lookAgain;

        Run(long cause) {
            this.cause = cause;
        }

        void carryOut(Plan plan) {
            for (Plan.Step step : plan.steps()) {
                if (step instanceof Plan.Note note) {
                    recorder.record(note.event(), cause);
                } else if (step instanceof Plan.Fail fail) {
                    throw fail.why();
                } else if (step instanceof Plan.Do act) {
                    carryOut(act);
                }
            }
            Duration after = plan.lookAgain();
            if (after != null && (lookAgain == null || after.compareTo(lookAgain) < 0)) {
                lookAgain = after;
            }
        }

        private void carryOut(Plan.Do act) {
            ApiObject stored;
            try {
                stored = write(act.write(), cause);
            } catch (StatusException e) {
                if (act.otherwise() == null) {
                    throw e;
                }
                carryOut(act.otherwise().apply(e));
                return;
            }
            if (!stored.resourceVersion().isEmpty()) { // a final delete tells its revision only in process
                written.merge(act.write().ref().resource(), stored.revision(), Math::max);
            }
            if (act.then() != null) {
                carryOut(act.then().apply(stored));
            }
        }
    }

    private ApiObject write(Write write, long cause) {
        WriteOptions options = WriteOptions.causedBy(cause);
        if (write instanceof Write.Create create) {
            return client.create(create.ref(), create.object(), options);
        }
        if (write instanceof Write.Update update) {
            return client.update(update.ref(), update.object(), options);
        }
        if (write instanceof Write.Change change) {
            return client.patch(change.ref(), change.patch(), options);
        }
        Write.Delete delete = (Write.Delete) write;
        return client.delete(delete.ref(), delete.options().causedBy(cause));
    }
}
