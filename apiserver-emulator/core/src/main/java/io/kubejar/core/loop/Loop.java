package io.kubejar.core.loop;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A serial place of work.
 *
 * <ul>
 *   <li>Order: tasks run in the order in which they were handed in.
 *   <li>Serial: never two at once, and what one task wrote the next one sees.
 *   <li>No re-entrance: {@link #execute} only queues, also from inside a task.
 * </ul>
 */
public interface Loop {
    /** The name in diagnostics and of the thread while it runs. */
    String name();

    /** Queues a task. Never blocks. After the owner was closed tasks are dropped. */
    void execute(Runnable task);

    /** Queues a task once the delay has passed; at once when it is zero or negative. */
    Timer after(Duration delay, String what, Runnable task);

    /**
     * Like {@link #after}, for work that is already due and only held back (a retry): a cluster with such a timer near
     * its time is not at rest.
     */
    Timer retryAfter(Duration delay, String what, Runnable task);

    /**
     * From now on the loop says what it is doing when somebody asks why there is no rest.
     *
     * @param doing called by any thread at any time; nothing to say is ""
     */
    default void tell(Supplier<String> doing) {}

    /**
     * Asked after a piece of work that may be repeated: whether to do the same piece once more, as a queue in the real world
     * may hand a key out more often than needed. Only a simulation that looks for mistakes says so.
     */
    default boolean again() {
        return false;
    }
}
