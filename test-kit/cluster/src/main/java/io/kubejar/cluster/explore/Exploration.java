package io.kubejar.cluster.explore;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays the same scenario in copies of a cluster, each time in another order of what the components do, within what the
 * real world may do: late deliveries, slow threads, keys that are worked on twice. When one fails, the deviations from the
 * usual order are taken away one by one as long as it still fails. What is left is the story of the mistake.
 */
public final class Exploration {
    private static final int WAITS_MAX = 6; // powers of two: up to 64 turns
    private static final int WHO_MAX = 4;
    private static final int DEVIATIONS_MAX = 6;

    private final Function<Turns, KubeCluster> copies;
    private int orders = 200;
    private long seed = 1;

    /** Plays in what the function gives: a seeded copy in which the turns decide. */
    public Exploration(Function<Turns, KubeCluster> copies) {
        this.copies = copies;
    }

    /** How many orders are tried; 200 by default. */
    public Exploration orders(int count) {
        orders = count;
        return this;
    }

    /** Which orders are tried; 1 by default. */
    public Exploration seed(long number) {
        seed = number;
        return this;
    }

    private record Run(
            int turns,
            Map<Deviation, String> story,
            @Nullable Throwable failure) {}

    /**
     * Plays the scenario, which gets a copy of its own each time, does something with it, and throws when a claim does not
     * hold. It must draw nothing from elsewhere: no time, no chance, no threads.
     *
     * @throws AssertionError when it fails in some order; the message tells the shortest that was found, the cause is what
     *     the scenario threw in it
     */
    public void check(Consumer<KubeCluster> scenario) {
        Run usual = play(List.of(), scenario);
        if (usual.failure() != null) {
            throw new AssertionError("it fails in the usual order of things", usual.failure());
        }
        Chance chance = Chance.seeded(seed);
        for (int i = 1; i <= orders; i++) {
            List<Deviation> deviations = draw(chance, usual.turns());
            Run run = play(deviations, scenario);
            if (run.failure() != null) {
                throw failure(i, shrink(List.copyOf(run.story().keySet()), run, scenario));
            }
        }
    }

    private Run play(List<Deviation> deviations, Consumer<KubeCluster> scenario) {
        Deviations turns = new Deviations(deviations);
        try (KubeCluster copy = copies.apply(turns)) {
            copy.settle(); // its components take up their work; that is no part of the scenario
            turns.begin();
            scenario.accept(copy);
            return new Run(turns.turns(), turns.story(), null);
        } catch (RuntimeException | AssertionError e) {
            return new Run(turns.turns(), turns.story(), e);
        }
    }

    private static List<Deviation> draw(Chance chance, int turns) {
        List<Deviation> out = new ArrayList<>();
        int count = 1 + chance.below(DEVIATIONS_MAX);
        for (int i = 0; i < count; i++) {
            boolean twice = chance.below(4) == 0;
            out.add(new Deviation(
                    chance.below(Math.max(1, turns)),
                    twice ? Deviation.Kind.TWICE : Deviation.Kind.WAIT,
                    chance.below(WHO_MAX),
                    twice ? 0 : 1 << (1 + chance.below(WAITS_MAX))));
        }
        return out;
    }

    /** Leaves out what is not needed, then shortens what is left. */
    private Run shrink(List<Deviation> failing, Run last, Consumer<KubeCluster> scenario) {
        List<Deviation> kept = new ArrayList<>(failing);
        Run shortest = last;
        for (int i = kept.size() - 1; i >= 0; i--) {
            List<Deviation> fewer = new ArrayList<>(kept);
            fewer.remove(i);
            Run run = play(fewer, scenario);
            if (run.failure() != null) {
                kept = fewer;
                shortest = run;
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            while (kept.get(i).turns() > 1) {
                List<Deviation> shorter = new ArrayList<>(kept);
                shorter.set(i, kept.get(i).shorter());
                Run run = play(shorter, scenario);
                if (run.failure() == null) {
                    break;
                }
                kept = shorter;
                shortest = run;
            }
        }
        return shortest;
    }

    private static AssertionError failure(int order, Run run) {
        StringBuilder message =
                new StringBuilder("it fails in the ").append(order).append(". order that was tried; it takes ");
        message.append(run.story().size()).append(" deviations from the usual one:");
        run.story()
                .forEach((deviation, what) -> message.append("\n  at turn ")
                        .append(deviation.at())
                        .append(": ")
                        .append(what));
        message.append("\nand then: ").append(run.failure());
        return new AssertionError(message.toString(), run.failure());
    }
}
