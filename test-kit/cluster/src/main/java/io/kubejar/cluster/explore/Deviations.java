package io.kubejar.cluster.explore;

import io.kubejar.core.loop.Turns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which things came, but for some deviations. Counts turns, and says which deviations took place and what they
 * did. For one run.
 */
final class Deviations implements Turns {
    private final Map<Integer, Deviation> byTurn = new HashMap<>();
    private final Map<String, Integer> held = new HashMap<>(); // until which turn a loop has to wait
    private final Map<Deviation, String> story = new LinkedHashMap<>();
    private int turn;
    private boolean begun;

    Deviations(List<Deviation> all) {
        all.forEach(one -> byTurn.put(one.at(), one));
    }

    /** From now on turns are counted; until then everything goes in the order in which it came. */
    void begin() {
        begun = true;
    }

    /** How many decisions there were since it began. */
    int turns() {
        return turn;
    }

    /** Those that made a difference, and what each did, in their order. */
    Map<Deviation, String> story() {
        return story;
    }

    @Override
    public int next(List<String> waiting) {
        if (!begun) {
            return 0;
        }
        int now = turn++;
        Deviation deviation = byTurn.get(now);
        if (deviation != null && deviation.kind() == Deviation.Kind.WAIT) {
            String late = waiting.get(deviation.who() % waiting.size());
            held.put(late, now + deviation.turns());
            String others = String.join(", ", new ArrayList<>(waiting).subList(0, Math.min(6, waiting.size())));
            story.put(
                    deviation,
                    late + " had to wait for up to " + deviation.turns() + " turns of others; there wanted"
                            + " to go on: " + others);
        }
        return first(waiting, now);
    }

    private int first(List<String> waiting, int now) {
        for (int i = 0; i < waiting.size(); i++) {
            if (held.getOrDefault(waiting.get(i), -1) < now) {
                return i;
            }
        }
        return 0; // all are held: then nobody is
    }

    @Override
    public boolean again(String loop) {
        if (!begun) {
            return false;
        }
        int now = turn++;
        Deviation deviation = byTurn.get(now);
        if (deviation == null || deviation.kind() != Deviation.Kind.TWICE) {
            return false;
        }
        story.put(deviation, loop + " was told twice of the same key");
        return true;
    }
}
