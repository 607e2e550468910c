package io.kubejar.cluster.explore;

/**
 * One way in which things go differently from the order in which they came.
 *
 * @param at the turn at which it begins
 * @param kind what is different
 * @param who which of those that want to go on; counted from whoever has waited longest
 * @param turns for how many turns a loop has to wait; 0 when it does not
 */
record Deviation(int at, Kind kind, int who, int turns) {
    /** What may be different in the real world too. */
    enum Kind {
        /** One who wants to go on has to wait while others do: a slow thread, a late delivery. */
        WAIT,
        /** A key is worked on twice: a resync, a repeated event. */
        TWICE
    }

    Deviation shorter() {
        return new Deviation(at, kind, who, turns / 2);
    }
}
