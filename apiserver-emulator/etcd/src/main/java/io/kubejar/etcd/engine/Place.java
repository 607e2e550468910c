package io.kubejar.etcd.engine;

import java.util.concurrent.Executor;

/**
 * Where it is waited for the disk and answered. It chooses the moment: the longer it waits for others, the more are written
 * with one sync, and the later all of them are answered.
 */
@FunctionalInterface
public interface Place {
    /**
     * One more waits. Called for each, one after the other.
     *
     * @param count how many do, with this one
     * @param answer answers all who wait when it is run; to be run once after each call with a count of 1
     */
    void gather(int count, Runnable answer);

    /** The next moment at which the executor can. */
    static Place next(Executor executor) {
        return (count, answer) -> {
            if (count == 1) {
                executor.execute(answer);
            }
        };
    }
}
