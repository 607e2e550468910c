package io.kubejar.testing;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The live threads of this JVM, to see that none is left over. */
public final class Threads {
    private Threads() {}

    /** The names of the live threads that begin with the prefix, in order. */
    public static Set<String> named(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
