package io.kubejar.junit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees that no thread of a cluster outlives the classes that use clusters. Classes that run side by side are judged when the
 * last of them ends. Thread-safe.
 */
final class LeftThreads {
    private static final String PREFIX = "kubejar-";
    private static final long ENDING_MILLIS = 2000;

    private int inside; // guarded by this
    private Set<Thread> before = Set.of(); // guarded by this

    /** Somebody begins. */
    synchronized void enter() {
        if (inside++ == 0) {
            before = alive();
        }
    }

    /** Somebody ends; gives the names of the threads that should have ended too. */
    synchronized List<String> leave() throws InterruptedException {
        if (--inside > 0) {
            return List.of();
        }
        Set<Thread> left = new HashSet<>(alive());
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(ENDING_MILLIS); // one that is about to end is not left over
        }
        before = Set.of();
        return left.stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .sorted()
                .toList();
    }

    private static Set<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(PREFIX))
                .collect(Collectors.toSet());
    }
}
