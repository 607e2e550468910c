package io.kubejar.cluster.history;

import io.kubejar.cluster.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands below a claim that does not hold: what was written then, and why. */
final class Story {
    private Story() {}

    /**
     * The failure of a claim.
     *
     * @param claim what was claimed
     * @param but what was so instead
     * @param lines what tells more, a line each
     */
    static AssertionError failure(String claim, String but, List<String> lines) {
        StringBuilder out = new StringBuilder(claim).append(", but ").append(but);
        lines.forEach(line -> out.append("\n  ").append(line.replace("\n", "\n  ")));
        return new AssertionError(out.toString());
    }

    /** The chain of causes of a write, as lines; empty when it is not known. */
    static List<String> because(Timeline timeline, Timeline.@Nullable Entry write) {
        return write == null
                ? List.of()
                : timeline.causes(write.revision()).stream()
                        .map(entry -> "because " + entry.toString().strip())
                        .toList();
    }
}
