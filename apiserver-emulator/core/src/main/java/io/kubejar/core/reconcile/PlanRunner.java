package io.kubejar.core.reconcile;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries plans out, step by step, with all that follows from each step. Used by one loop at a time. */
public final class PlanRunner {
    private final ApiClient client;
    private final EventRecorder recorder;

    /** Writes through the client and records events with the recorder. */
    public PlanRunner(ApiClient client, EventRecorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    /** What has come of a plan so far; complete also when the plan was given up. Not thread-safe. */
    public static final class Outcome {
        private final Map<Gvr, Long> written = new HashMap<>();
        private @Nullable Duration lookAgain;

        /** The newest revision that was written of each resource. */
        public Map<Gvr, Long> written() {
            return written;
        }

        /** After how long to look again; null for not at all. */
        public @Nullable Duration lookAgain() {
            return lookAgain;
        }
    }

    /**
     * Carries a plan out.
     *
     * @param cause the revision of the change that led to the plan, 0 when unknown
     * @param into where to note what has come of it
     * @throws StatusException when the plan was given up
     */
    public void run(Plan plan, long cause, Outcome into) {
        for (Plan.Step step : plan.steps()) {
            if (step instanceof Plan.Note note) {
                recorder.record(note.event(), cause);
            } else if (step instanceof Plan.Fail fail) {
                throw fail.why();
            } else if (step instanceof Plan.Later later) {
                run(later.plan().get(), cause, into);
            } else if (step instanceof Plan.Do act) {
                follow(() -> write(act.write(), cause, into), act.then(), act.otherwise(), cause, into);
            } else if (step instanceof Plan.Read read) {
                follow(() -> client.get(read.ref()), read.then(), read.otherwise(), cause, into);
            } else if (step instanceof Plan.Look look) {
                follow(
                        () -> client.list(look.ref(), ListOptions.ALL).items(),
                        look.then(),
                        look.otherwise(),
                        cause,
                        into);
            }
        }
        Duration after = plan.lookAgain();
        if (after != null && (into.lookAgain == null || after.compareTo(into.lookAgain) < 0)) {
            into.lookAgain = after;
        }
    }

    private <T> void follow(
            Supplier<T> call,
            @Nullable Function<T, Plan> then,
            @Nullable Function<StatusException, Plan> otherwise,
            long cause,
            Outcome into) {
        T answer;
        try {
            answer = call.get();
        } catch (StatusException e) {
            if (otherwise == null) {
                throw e;
            }
            run(otherwise.apply(e), cause, into);
            return;
        }
        if (then != null) {
            run(then.apply(answer), cause, into);
        }
    }

    private ApiObject write(Write write, long cause, Outcome into) {
        ApiObject stored = send(write, cause);
        if (!stored.resourceVersion().isEmpty()) { // a final delete tells its revision only in process
            into.written.merge(write.ref().resource(), stored.revision(), Math::max);
        }
        return stored;
    }

    private ApiObject send(Write write, long cause) {
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
        if (write instanceof Write.Apply apply) {
            Patch patch = new Patch(Patch.Type.APPLY, apply.fields().tree());
            return client.patch(apply.ref(), patch, new WriteOptions(apply.fieldManager(), false, "", cause, true));
        }
        if (write instanceof Write.DeleteAll all) {
            client.deleteCollection(all.ref(), all.options().causedBy(cause), ListOptions.ALL);
            return Write.DeleteAll.DONE;
        }
        Write.Delete delete = (Write.Delete) write;
        return client.delete(delete.ref(), delete.options().causedBy(cause));
    }
}
