package io.kubejar.cluster.fault.text;

import io.kubejar.cluster.fault.Disturbance;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.cluster.fault.Match;
import io.kubejar.core.time.Durations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Every fault that can be typed: its word, what it takes, what it does, and how it is begun. */
public enum Verb {
    /** Refuses requests. */
    FAIL(
            "fail",
            Takes.match("code=N").may("times=N"),
            "Refuse requests with a code; times=N only the next N.",
            (d, a) -> {
                Integer times = a.number("times");
                return lasting(times == null ? d.fail(a.match(), a.code()) : d.fail(a.match(), a.code(), times));
            }),
    /** Carries requests out and says that time was up. */
    LOSE_ANSWER(
            "lose-answer",
            Takes.match().may("times=N"),
            "Carry the next N requests (1) out, but tell their clients that time was up.",
            (d, a) -> {
                Integer times = a.number("times");
                return lasting(d.loseAnswer(a.match(), times == null ? 1 : times));
            }),
    /** Holds requests up. */
    DELAY(
            "delay",
            Takes.match("by=D"),
            "Hold requests up for so long; where time goes by itself.",
            (d, a) -> lasting(d.delay(a.match(), a.by()))),
    /** Cuts open watches. */
    CUT_WATCHES(
            "cut-watches",
            Takes.match(),
            "Cut the connections of open watches.",
            (d, a) -> once(count(d.cutWatches(a.match()), "cut"))),
    /** Ends open watches with 410. */
    EXPIRE_WATCHES(
            "expire-watches",
            Takes.match(),
            "End open watches with 410 Gone: clients have to list again.",
            (d, a) -> once(count(d.expireWatches(a.match()), "expired"))),
    /** Makes watches late. */
    DELAY_WATCHES(
            "delay-watches",
            Takes.match("by=D"),
            "Hold back by so long what watches are sent.",
            (d, a) -> lasting(d.delayWatches(a.match(), a.by()))),
    /** Repeats events. */
    REPEAT_ON_RECONNECT(
            "repeat-on-reconnect",
            Takes.match(),
            "Send watches that begin anew after a cut once more what they were sent last.",
            (d, a) -> lasting(d.repeatOnReconnect(a.match()))),
    /** Compacts the store. */
    COMPACT("compact", Takes.nothing(), "Compact the store up to now, and end every watch with 410 Gone.", (d, a) -> {
        d.compact();
        return once("compacted");
    }),
    /** Takes etcd away. */
    ETCD_UNAVAILABLE(
            "etcd-unavailable",
            Takes.nothing(),
            "The API server cannot reach its etcd.",
            (d, a) -> lasting(d.etcdUnavailable())),
    /** Makes etcd slow. */
    SLOW_ETCD(
            "slow-etcd",
            Takes.named("by=D"),
            "Each request to etcd takes so long; where time goes by itself.",
            (d, a) -> lasting(d.slowEtcd(a.by()))),
    /** Fills etcd. */
    ETCD_OUT_OF_SPACE(
            "etcd-out-of-space",
            Takes.nothing(),
            "The embedded etcd raises its alarm NOSPACE.",
            (d, a) -> lasting(d.etcdOutOfSpace())),
    /** Pulls a node's plug. */
    LOSE_NODE(
            "lose-node",
            Takes.one("NODE"),
            "Pull the plug of a node; undone, it starts anew without containers.",
            (d, a) -> lasting(d.loseNode(a.operand()))),
    /** Reboots a node. */
    REBOOT_NODE("reboot-node", Takes.one("NODE"), "Start the machine of a node anew.", (d, a) -> {
        d.rebootNode(a.operand());
        return once(a.operand() + " rebooted");
    }),
    /** Cordons a node. */
    CORDON_NODE(
            "cordon-node",
            Takes.one("NODE"),
            "Let no more pods onto a node.",
            (d, a) -> lasting(d.cordonNode(a.operand()))),
    /** Drains a node. */
    DRAIN_NODE("drain-node", Takes.one("NODE"), "Cordon a node for good and evict its pods.", (d, a) -> {
        List<String> kept = d.drainNode(a.operand());
        return once(a.operand() + " drained" + (kept.isEmpty() ? "" : "; kept: " + String.join("; ", kept)));
    }),
    /** Cuts a node off. */
    PARTITION_NODE(
            "partition-node",
            Takes.one("NODE"),
            "A node and the API server no longer hear each other.",
            (d, a) -> lasting(d.partitionNode(a.operand()))),
    /** Sets the clock. */
    JUMP_CLOCK(
            "jump-clock",
            Takes.named("by=D"),
            "Set the clock forward or back (by=-1h); where time stands still.",
            (d, a) -> {
                d.jumpClock(a.by());
                return once("the clock has jumped by " + Durations.text(a.by()));
            }),
    /** Kills a component. */
    KILL(
            "kill",
            Takes.one("COMPONENT"),
            "Kill a component, like kube-scheduler or kubelet/node-a; undone, it starts anew.",
            (d, a) -> lasting(d.killComponent(a.operand()))),
    /** Restarts a component. */
    RESTART("restart", Takes.one("COMPONENT"), "Kill a component and start it anew at once.", (d, a) -> {
        d.restartComponent(a.operand());
        return once(a.operand() + " restarted");
    });

    /**
     * What a verb takes.
     *
     * @param operand what its only name stands for; "" for none
     * @param matches whether it takes the parts of a {@link Match}
     * @param needed arguments with what their value stands for, as {@code by=D}
     * @param optional likewise
     */
    record Takes(String operand, boolean matches, List<String> needed, List<String> optional) {
        static Takes nothing() {
            return named();
        }

        static Takes one(String operand) {
            return new Takes(operand, false, List.of(), List.of());
        }

        static Takes named(String... needed) {
            return new Takes("", false, List.of(needed), List.of());
        }

        static Takes match(String... needed) {
            return new Takes("", true, List.of(needed), List.of());
        }

        Takes may(String... also) {
            return new Takes(operand, matches, needed, List.of(also));
        }

        /** The names of all arguments. */
        List<String> names() {
            List<String> out = new ArrayList<>(matches ? Match.KEYS : List.of());
            needed.forEach(one -> out.add(name(one)));
            optional.forEach(one -> out.add(name(one)));
            return out;
        }

        static String name(String argument) {
            return argument.substring(0, argument.indexOf('='));
        }
    }

    private final String word;
    private final Takes takes;
    private final String help;
    private final BiFunction<Disturbances, Arguments, Begun> begin;

    Verb(String word, Takes takes, String help, BiFunction<Disturbances, Arguments, Begun> begin) {
        this.word = word;
        this.takes = takes;
        this.help = help;
        this.begin = begin;
    }

    private static Begun lasting(Disturbance disturbance) {
        return Begun.lasting(disturbance);
    }

    private static Begun once(String told) {
        return Begun.once(told);
    }

    private static String count(int watches, String what) {
        return watches + (watches == 1 ? " watch " : " watches ") + what;
    }

    /** The verb of a word; null when there is none. */
    static @Nullable Verb of(String word) {
        return Arrays.stream(values())
                .filter(verb -> verb.word.equals(word))
                .findFirst()
                .orElse(null);
    }

    Takes takes() {
        return takes;
    }

    Begun begin(Disturbances where, Arguments arguments) {
        return begin.apply(where, arguments);
    }

    /** How it is typed. */
    public String word() {
        return word;
    }

    /** What it does, in a line. */
    public String help() {
        return help;
    }

    /** The word with all that it takes: {@code delay-watches [MATCH] by=D}. */
    public String usage() {
        List<String> out = new ArrayList<>(List.of(word));
        if (!takes.operand().isEmpty()) {
            out.add(takes.operand());
        }
        if (takes.matches()) {
            out.add("[MATCH]");
        }
        out.addAll(takes.needed());
        takes.optional().forEach(one -> out.add("[" + one + "]"));
        return String.join(" ", out);
    }
}
