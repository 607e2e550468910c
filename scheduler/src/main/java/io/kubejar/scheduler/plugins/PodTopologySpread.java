package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.pod.Spread;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spreads pods over zones, nodes and other places. Upstream: plugins/podtopologyspread, v1.36. */
public final class PodTopologySpread implements Plugin {
    private static final String HOSTNAME = "kubernetes.io/hostname";

    /** A constraint with how many matching pods each place has. */
    private record Counted(Spread spread, Map<String, Integer> byPlace) {
        int least() {
            if (byPlace.size() < spread.minDomains()) {
                return 0;
            }
            return byPlace.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        }
    }

    @Override
    public String name() {
        return "PodTopologySpread";
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        List<Spread> hard = pod.spread().stream().filter(Spread::hard).toList();
        if (hard.isEmpty()) {
            return null;
        }
        List<Counted> counted = count(pod, hard, snapshot, snapshot.nodes());
        int[] least = counted.stream().mapToInt(Counted::least).toArray();
        return node -> {
            for (int i = 0; i < least.length; i++) {
                Spread spread = counted.get(i).spread();
                String place = node.labels().get(spread.topologyKey());
                if (place == null) {
                    return Rejection.forGood(
                            "node(s) didn't match pod topology spread constraints (missing required label)");
                }
                int there = counted.get(i).byPlace().getOrDefault(place, 0) + (spread.matchesItself() ? 1 : 0);
                if (there - least[i] > spread.maxSkew()) {
                    return Rejection.of("node(s) didn't match pod topology spread constraints");
                }
            }
            return null;
        };
    }

    private static boolean hasAll(NodeInfo node, List<Spread> spreads) {
        for (Spread spread : spreads) {
            if (!node.labels().containsKey(spread.topologyKey())) {
                return false;
            }
        }
        return true;
    }

    private static boolean counts(PodInfo pod, Spread spread, NodeInfo node) {
        return (!spread.honorAffinity() || pod.nodes().matches(node.name(), node.labels()))
                && (!spread.honorTaints() || TaintToleration.tolerates(pod, node));
    }

    private static List<Counted> count(PodInfo pod, List<Spread> spreads, Snapshot snapshot, List<NodeInfo> nodes) {
        List<Counted> out = new ArrayList<>();
        for (Spread spread : spreads) {
            Map<String, Integer> matching = snapshot.matching(spread.pods());
            Map<String, Integer> byPlace = new HashMap<>();
            for (NodeInfo node : nodes) {
                if (hasAll(node, spreads) && counts(pod, spread, node)) {
                    String place = node.labels().get(spread.topologyKey());
                    byPlace.merge(place, matching.getOrDefault(node.name(), 0), Integer::sum);
                }
            }
            out.add(new Counted(spread, byPlace));
        }
        return out;
    }

    @Override
    public @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        List<Spread> soft = pod.spread().stream().filter(s -> !s.hard()).toList();
        if (soft.isEmpty()) {
            return null;
        }
        List<Counted> counted = count(pod, soft, snapshot, snapshot.nodes());
        double[] weights = new double[soft.size()];
        for (int i = 0; i < weights.length; i++) {
            String key = soft.get(i).topologyKey();
            long places = key.equals(HOSTNAME)
                    ? nodes.stream().filter(n -> hasAll(n, soft)).count()
                    : nodes.stream()
                            .filter(n -> hasAll(n, soft))
                            .map(n -> n.labels().get(key))
                            .distinct()
                            .count();
            weights[i] = Math.log(places + 2.0);
        }
        return new SpreadScorer(soft, counted, weights);
    }

    private record SpreadScorer(List<Spread> soft, List<Counted> counted, double[] weights) implements Scorer {
        @Override
        public long score(NodeInfo node) {
            if (!hasAll(node, soft)) {
                return -1;
            }
            double score = 0;
            for (int i = 0; i < weights.length; i++) {
                Spread spread = soft.get(i);
                String place = node.labels().get(spread.topologyKey());
                int there = counted.get(i).byPlace().getOrDefault(place, 0);
                score += there * weights[i] + (spread.maxSkew() - 1);
            }
            return Math.round(score);
        }

        @Override
        public void normalize(long[] scores, List<NodeInfo> nodes) {
            long min = Long.MAX_VALUE;
            long max = 0;
            for (long score : scores) {
                if (score >= 0) {
                    min = Math.min(min, score);
                    max = Math.max(max, score);
                }
            }
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] < 0) {
                    scores[i] = 0;
                } else {
                    scores[i] = max == 0 ? Scores.MAX : Scores.MAX * (max + min - scores[i]) / max;
                }
            }
        }
    }
}
