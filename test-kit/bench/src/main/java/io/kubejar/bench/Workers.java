package io.kubejar.bench;

import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.time.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several threads that do the same. */
final class Workers {
    private Workers() {}

    /** What one of them does. */
    @FunctionalInterface
    interface Work {
        void run(int worker) throws Exception;
    }

    /** Runs all at once; returns the nanoseconds until the last was done. Throws what the first failure was. */
    static long run(int count, Work work) throws Exception {
        try (LiveLoops loops = new LiveLoops("bench", SystemClock.INSTANCE, (where, what) -> {})) {
            List<CompletableFuture<Void>> done = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int worker = i;
                CompletableFuture<Void> one = new CompletableFuture<>();
                done.add(one);
                loops.loop("worker-" + i).execute(() -> {
                    try {
                        work.run(worker);
                        one.complete(null);
                    } catch (Exception e) {
                        one.completeExceptionally(e);
                    }
                });
            }
            for (CompletableFuture<Void> one : done) {
                one.get();
            }
            return System.nanoTime() - start;
        }
    }
}
