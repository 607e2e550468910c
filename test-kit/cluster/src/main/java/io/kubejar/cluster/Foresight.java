package io.kubejar.cluster;

import java.time.Duration;
import java.util.List;

/** Looks ahead in a copy of a cluster. */
final class Foresight {
    private Foresight() {}

    /**
     * Lets the time pass in the copy.
     *
     * @throws AssertionError when something is written there but signs of life of nodes
     */
    static void nothingHappens(KubeCluster copy, Duration within) {
        copy.settle();
        long before = copy.timeline().count();
        copy.time().advance(within);
        List<Timeline.Entry> written = copy.timeline().after(before).stream()
                .filter(entry -> !entry.isSignOfLife())
                .toList();
        if (!written.isEmpty()) {
            StringBuilder story = new StringBuilder("within " + within + " something happens:");
            written.forEach(entry -> story.append("\n  ").append(entry));
            throw new AssertionError(story.toString());
        }
    }
}
