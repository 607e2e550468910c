package io.kubejar.core.loop;

import io.kubejar.core.chance.Chance;
import java.util.List;

/** Decides whose turn it is in a simulation, and what is done twice. Asked by one thread. */
public interface Turns {
    /** Whoever has waited longest; nothing is done twice. */
    Turns IN_ORDER = waiting -> 0;

    /**
     * Picks a loop.
     *
     * @param waiting the names of the loops that have work, more than one; who has waited longest comes first
     * @return an index of the list
     */
    int next(List<String> waiting);

    /** Whether a loop that has done a piece of repeatable work is to do the same piece once more. */
    default boolean again(String loop) {
        return false;
    }

    /** Any loop with the same chance; nothing is done twice. */
    static Turns by(Chance chance) {
        return waiting -> chance.below(waiting.size());
    }
}
