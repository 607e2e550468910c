package io.kubejar.scheduler.cycle;

import io.kubejar.core.chance.Chance;
import io.kubejar.scheduler.plugins.Plugin;
import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides where a pod goes. Upstream: schedulePod, pkg/scheduler/schedule_one.go, v1.36. */
public final class Cycle {
    private static final int FEW_NODES = 100;

    /** What DynamicResources.PostFilter says when an earlier plugin has ended the cycle before its own PreFilter. */
    private static final String NO_STATE = "not found";

    private record Named(Plugin plugin, Plugin.Filter filter) {}

    private final List<Plugin> plugins;

    /** Decides by these plugins; filters are asked in their order. */
    public Cycle(List<Plugin> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    /**
     * One decision.
     *
     * @param start where among the nodes to begin to ask, so that in a large cluster each has its turn
     */
    public Decision decide(Snapshot snapshot, PodInfo pod, int start, Chance chance) {
        List<NodeInfo> nodes = snapshot.nodes();
        if (nodes.isEmpty()) {
            return none("no nodes available to schedule pods", "", new Diagnosis(0, ""), Set.of(), 0);
        }
        for (Plugin plugin : plugins) {
            String why = plugin.preFilter(pod, snapshot);
            if (why != null) {
                Diagnosis nothing = new Diagnosis(nodes.size(), "");
                String message = Diagnosis.head(nodes.size()) + " " + why + ".";
                return none(message, NO_STATE, nothing, Set.of(plugin.name()), 0);
            }
        }
        List<Named> filters = filters(pod, snapshot);
        Set<String> only = only(pod);
        String absent = only == null ? "" : "node(s) didn't satisfy plugin(s) [NodeAffinity]";
        Diagnosis diagnosis = new Diagnosis(nodes.size(), absent);
        List<NodeInfo> asked = only == null ? nodes : named(snapshot, only);
        int enough = enough(asked.size());
        List<NodeInfo> fitting = new ArrayList<>(Math.min(enough, 16));
        int count = 0;
        for (; count < asked.size() && fitting.size() < enough; count++) {
            NodeInfo node = asked.get((start + count) % asked.size());
            if (passes(node, filters, diagnosis)) {
                fitting.add(node);
            }
        }
        if (fitting.isEmpty()) {
            Set<String> rejectedBy = new TreeSet<>(diagnosis.plugins());
            if (only != null) {
                rejectedBy.add("NodeAffinity");
            }
            String preemption = Preemption.mayPreempt(pod)
                    ? diagnosis.preemption(diagnosis.resolvable().size())
                    : Diagnosis.room("preemption: not eligible due to preemptionPolicy=Never.");
            return none(diagnosis.message(), preemption, diagnosis, rejectedBy, count);
        }
        if (fitting.size() == 1) {
            return found(fitting.get(0).name(), diagnosis, Map.of(), count);
        }
        return best(snapshot, pod, fitting, diagnosis, count, chance);
    }

    private static Decision none(
            String message, String preemption, Diagnosis diagnosis, Set<String> rejectedBy, int asked) {
        return new Decision(
                null, message, preemption, diagnosis.resolvable(), rejectedBy, diagnosis.reasons(), Map.of(), asked);
    }

    /** Whether a pod fits on one node as the snapshot has it. */
    boolean fits(Snapshot snapshot, PodInfo pod, String nodeName) {
        NodeInfo node = snapshot.node(nodeName);
        return node != null && passes(node, filters(pod, snapshot), new Diagnosis(1, ""));
    }

    private List<Named> filters(PodInfo pod, Snapshot snapshot) {
        List<Named> out = new ArrayList<>();
        for (Plugin plugin : plugins) {
            Plugin.Filter filter = plugin.filter(pod, snapshot);
            if (filter != null) {
                out.add(new Named(plugin, filter));
            }
        }
        return out;
    }

    private @Nullable Set<String> only(PodInfo pod) {
        Set<String> out = null;
        for (Plugin plugin : plugins) {
            Set<String> own = plugin.onlyNodes(pod);
            if (own != null) {
                Set<String> both = new TreeSet<>(own);
                if (out != null) {
                    both.retainAll(out);
                }
                out = both;
            }
        }
        return out;
    }

    private static List<NodeInfo> named(Snapshot snapshot, Set<String> names) {
        List<NodeInfo> out = new ArrayList<>();
        for (String name : names) {
            NodeInfo node = snapshot.node(name);
            if (node != null) {
                out.add(node);
            }
        }
        return out;
    }

    private static boolean passes(NodeInfo node, List<Named> filters, Diagnosis diagnosis) {
        for (Named one : filters) {
            Plugin.Rejection rejection = one.filter().test(node);
            if (rejection != null) {
                diagnosis.add(node.name(), one.plugin().name(), rejection);
                return false;
            }
        }
        return true;
    }

    /** How many fitting nodes are enough to choose from. Upstream: numFeasibleNodesToFind. */
    private static int enough(int all) {
        if (all < FEW_NODES) {
            return all;
        }
        int percent = Math.max(5, 50 - all / 125);
        return Math.max(FEW_NODES, all * percent / 100);
    }

    private static Decision found(String node, Diagnosis diagnosis, Map<String, Long> scores, int asked) {
        return new Decision(node, "", "", List.of(), Set.of(), diagnosis.reasons(), scores, asked);
    }

    private Decision best(
            Snapshot snapshot, PodInfo pod, List<NodeInfo> nodes, Diagnosis diagnosis, int asked, Chance chance) {
        long[] sums = new long[nodes.size()];
        for (Plugin plugin : plugins) {
            Plugin.Scorer scorer = plugin.weight() == 0 ? null : plugin.scorer(pod, snapshot, nodes);
            if (scorer != null) {
                long[] scores = new long[nodes.size()];
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = scorer.score(nodes.get(i));
                }
                scorer.normalize(scores, nodes);
                for (int i = 0; i < scores.length; i++) {
                    sums[i] += plugin.weight() * scores[i];
                }
            }
        }
        int best = 0;
        int alike = 1;
        for (int i = 1; i < sums.length; i++) {
            if (sums[i] > sums[best]) {
                best = i;
                alike = 1;
            } else if (sums[i] == sums[best] && chance.below(++alike) == 0) {
                best = i;
            }
        }
        Map<String, Long> scores = new LinkedHashMap<>();
        for (int i = 0; i < sums.length; i++) {
            scores.put(nodes.get(i).name(), sums[i]);
        }
        return found(nodes.get(best).name(), diagnosis, scores, asked);
    }
}
