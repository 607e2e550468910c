package io.kubejar.cluster.fault;

import io.kubejar.core.time.Durations;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How faults are typed. */
final class Words {
    private Words() {}

    /** A fault as it can be typed. */
    static String of(String verb, Match which, String... arguments) {
        return Stream.concat(Stream.of(verb, which.toString()), Stream.of(arguments))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    static String by(Duration by) {
        return "by=" + Durations.text(by);
    }

    static String times(int times) {
        return times == RequestFaults.FOR_EVER ? "" : "times=" + times;
    }
}
