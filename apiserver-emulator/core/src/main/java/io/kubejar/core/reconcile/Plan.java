package io.kubejar.core.reconcile;

import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a reconciler wants done, in order. The first write that fails and has no {@code otherwise} ends the plan, and the
 * object is looked at again after a while.
 *
 * @param lookAgain after how long to reconcile the same object again; null when only a change shall bring it back
 */
public record Plan(List<Step> steps, @Nullable Duration lookAgain) {
    /** Nothing to do. */
    public static final Plan NOTHING = new Plan(List.of(), null);

    /** One step: a write or a read with what follows from its outcome, or an event. */
    public sealed interface Step {}

    /**
     * A write.
     *
     * @param then what to do with the stored object; null for nothing
     * @param otherwise what to do when the server refuses; null to give up and try again later. It may give a plan, or
     *     throw the refusal on
     */
    public record Do(
            Write write,
            @Nullable Function<ApiObject, Plan> then,
            @Nullable Function<StatusException, Plan> otherwise) implements Step {}

    /**
     * A fresh read, where the local copy is not good enough.
     *
     * @param otherwise what to do when the server refuses; null to give up and try again later
     */
    public record Read(
            ResourceRef ref,
            Function<ApiObject, Plan> then,
            @Nullable Function<StatusException, Plan> otherwise) implements Step {}

    /**
     * A fresh list of a resource, in one namespace when the address names one.
     *
     * @param otherwise what to do when the server refuses; null to give up and try again later
     */
    public record Look(
            ResourceRef ref,
            Function<List<ApiObject>, Plan> then,
            @Nullable Function<StatusException, Plan> otherwise) implements Step {}

    /** A plan that is made only when its turn comes, so that it can build on the outcome of the steps before it. */
    public record Later(Supplier<Plan> plan) implements Step {}

    /** An event to record; its failure is not the plan's. */
    public record Note(EventNote event) implements Step {}

    /** Give up here: the object comes back with back-off, as after a failed write. */
    public record Fail(StatusException why) implements Step {}

    /** A plan of one event. */
    public static Plan event(EventNote event) {
        return new Plan(List.of(new Note(event)), null);
    }

    /** A plan of one step. */
    public static Plan of(Step step) {
        return new Plan(List.of(step), null);
    }

    /** A plan that gives up: the object comes back with back-off. */
    public static Plan fail(StatusException why) {
        return of(new Fail(why));
    }

    /** A plan that only looks again. */
    public static Plan again(Duration after) {
        return new Plan(List.of(), after);
    }

    /** Starts a plan. */
    public static Builder builder() {
        return new Builder();
    }

    /** The writes at the top level; what tests look at first. */
    public List<Write> writes() {
        return steps.stream()
                .filter(Do.class::isInstance)
                .map(step -> ((Do) step).write())
                .toList();
    }

    /** The events at the top level. */
    public List<EventNote> events() {
        return steps.stream()
                .filter(Note.class::isInstance)
                .map(step -> ((Note) step).event())
                .toList();
    }

    /** Collects steps. Not thread-safe. */
    public static final class Builder {
        private final List<Step> steps = new ArrayList<>();
        private @Nullable Duration lookAgain;

        private Builder() {}

        /** Adds a write. */
        public Builder write(Write write) {
            steps.add(new Do(write, null, null));
            return this;
        }

        /** Adds a write with what follows from its outcome. */
        public Builder write(
                Write write,
                @Nullable Function<ApiObject, Plan> then,
                @Nullable Function<StatusException, Plan> otherwise) {
            steps.add(new Do(write, then, otherwise));
            return this;
        }

        /** Adds a create. */
        public Builder create(ResourceRef collection, ApiObject object) {
            return write(new Write.Create(collection, object));
        }

        /** Adds an update of an object or, by the address, of its status. */
        public Builder update(ResourceRef ref, ApiObject object) {
            return write(new Write.Update(ref, object));
        }

        /** Adds a patch. */
        public Builder patch(ResourceRef ref, Patch patch) {
            return write(new Write.Change(ref, patch));
        }

        /** Adds a delete; an object that is already gone is fine. */
        public Builder delete(ResourceRef ref, DeleteOptions options) {
            return write(new Write.Delete(ref, options), null, Plan::goneIsFine);
        }

        /** Adds any step. */
        public Builder step(Step step) {
            steps.add(step);
            return this;
        }

        /** Adds a plan that is made only when its turn comes. */
        public Builder later(Supplier<Plan> plan) {
            return step(new Later(plan));
        }

        /** Adds an event. */
        public Builder event(EventNote event) {
            steps.add(new Note(event));
            return this;
        }

        /** Adds all of another plan. */
        public Builder all(Plan other) {
            steps.addAll(other.steps);
            return other.lookAgain == null ? this : lookAgain(other.lookAgain);
        }

        /** Looks again after a while; the shortest one given counts. */
        public Builder lookAgain(Duration after) {
            if (lookAgain == null || after.compareTo(lookAgain) < 0) {
                lookAgain = after;
            }
            return this;
        }

        /** Whether it holds no step yet. */
        public boolean isEmpty() {
            return steps.isEmpty();
        }

        /** The plan. */
        public Plan build() {
            return new Plan(List.copyOf(steps), lookAgain);
        }
    }

    /** An {@code otherwise}: not found counts as done, every other refusal as failed. */
    public static Plan goneIsFine(StatusException e) {
        return e.code() == 404 ? NOTHING : fail(e);
    }
}
