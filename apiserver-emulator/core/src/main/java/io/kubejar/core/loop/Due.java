package io.kubejar.core.loop;

import java.time.Instant;

/**
 * A timer that waits.
 *
 * @param at when it is due
 * @param what the loop and what it is for, in words
 */
public record Due(Instant at, String what) {
    @Override
    public String toString() {
        return what + " at " + at;
    }
}
