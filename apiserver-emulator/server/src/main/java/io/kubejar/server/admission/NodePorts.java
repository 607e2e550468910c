package io.kubejar.server.admission;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The node ports that one request takes. Upstream: PortAllocator and PortAllocationOperation,
 * pkg/registry/core/service/portallocator, v1.36, for the usual range.
 */
final class NodePorts {
    private static final int FIRST = 30_000;
    private static final int LAST = 32_767;
    /** Below are ports that are given out only when all others are taken, so that they stay for who asks for them. */
    private static final int FIRST_DYNAMIC = FIRST + 86;

    private static final int DUMMY = 32_769;
    private static final String TAKEN = "provided port is already allocated";

    private final Set<Integer> taken;
    private final Set<Integer> mine = new LinkedHashSet<>();
    private final boolean dryRun;
    private final Chance chance;

    /** Takes none of those that are taken. */
    NodePorts(Set<Integer> taken, boolean dryRun, Chance chance) {
        this.taken = taken;
        this.dryRun = dryRun;
        this.chance = chance;
    }

    /** Takes a port; gives what is wrong with that, "" when it is taken now. */
    String take(int port) {
        if (!dryRun && (port < FIRST || port > LAST)) {
            return "provided port is not in the valid range. The range of valid ports is " + FIRST + "-" + LAST;
        }
        return !taken.contains(port) && mine.add(port) ? "" : TAKEN;
    }

    /** Takes any port. A dry run is told a number that nobody has. */
    int takeNext(String what) {
        if (dryRun) {
            int next = mine.stream().mapToInt(port -> port + 1).max().orElse(DUMMY);
            mine.add(next);
            return next;
        }
        int next = free(FIRST_DYNAMIC, LAST);
        if (next == 0) {
            next = free(FIRST, FIRST_DYNAMIC - 1);
        }
        if (next == 0) {
            throw StatusException.internal("failed to allocate a " + what + ": range is full");
        }
        mine.add(next);
        return next;
    }

    private int free(int first, int last) {
        int size = last - first + 1;
        int start = chance.below(size);
        for (int i = 0; i < size; i++) {
            int port = first + (start + i) % size;
            if (!taken.contains(port) && !mine.contains(port)) {
                return port;
            }
        }
        return 0;
    }

    /** What the request has taken. */
    Set<Integer> mine() {
        return dryRun ? Set.of() : mine;
    }
}
