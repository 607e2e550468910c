package io.kubejar.scheduler.plugins;

import io.kubejar.scheduler.pod.PodInfo;
import io.kubejar.scheduler.pod.PodTerm;
import io.kubejar.scheduler.snapshot.NodeInfo;
import io.kubejar.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pods that want to be near to others, or away from them. Upstream: plugins/interpodaffinity, v1.36. */
public final class InterPodAffinity implements Plugin {
    @Override
    public String name() {
        return "InterPodAffinity";
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public @Nullable Filter filter(PodInfo pod, Snapshot snapshot) {
        List<Set<String>> near = new ArrayList<>();
        boolean nobody = true;
        for (PodTerm.Placed term : pod.affinity()) {
            Set<String> places = placesOfAll(pod, term.topologyKey(), snapshot);
            nobody &= places.isEmpty();
            near.add(places);
        }
        boolean first = nobody && pod.affinity().stream().allMatch(t -> snapshot.matches(t.pods(), pod));
        Map<PodTerm.Placed, Set<String>> away = new HashMap<>();
        for (PodTerm.Placed term : pod.antiAffinity()) {
            away.put(term, places(snapshot.matching(term.pods()), term.topologyKey(), snapshot));
        }
        Map<String, Set<String>> closed = new HashMap<>(); // values by label key
        snapshot.keepAway().forEach((term, nodes) -> {
            if (snapshot.matches(term.pods(), pod)) {
                closed.computeIfAbsent(term.topologyKey(), key -> new HashSet<>())
                        .addAll(places(nodes, term.topologyKey(), snapshot));
            }
        });
        if (near.isEmpty() && away.isEmpty() && closed.isEmpty()) {
            return null;
        }
        return node -> test(pod, node, near, first, away, closed);
    }

    private static @Nullable Rejection test(
            PodInfo pod,
            NodeInfo node,
            List<Set<String>> near,
            boolean first,
            Map<PodTerm.Placed, Set<String>> away,
            Map<String, Set<String>> closed) {
        for (int i = 0; i < near.size(); i++) {
            String value = node.labels().get(pod.affinity().get(i).topologyKey());
            if (value == null || (!first && !near.get(i).contains(value))) {
                return Rejection.forGood("node(s) didn't match pod affinity rules");
            }
        }
        for (Map.Entry<PodTerm.Placed, Set<String>> one : away.entrySet()) {
            String value = node.labels().get(one.getKey().topologyKey());
            if (value != null && one.getValue().contains(value)) {
                return Rejection.of("node(s) didn't match pod anti-affinity rules");
            }
        }
        for (Map.Entry<String, Set<String>> one : closed.entrySet()) {
            String value = node.labels().get(one.getKey());
            if (value != null && one.getValue().contains(value)) {
                return Rejection.of("node(s) didn't satisfy existing pods anti-affinity rules");
            }
        }
        return null;
    }

    /** Where pods stand that match all required terms together, as upstream counts them. */
    private static Set<String> placesOfAll(PodInfo pod, String key, Snapshot snapshot) {
        if (pod.affinity().size() == 1) {
            return places(snapshot.matching(pod.affinity().get(0).pods()), key, snapshot);
        }
        Set<String> out = new HashSet<>();
        for (String name : snapshot.matching(pod.affinity().get(0).pods()).keySet()) {
            NodeInfo node = snapshot.node(name);
            if (node != null && node.labels().containsKey(key) && holdsMatchForAll(pod, node, snapshot)) {
                out.add(node.labels().get(key));
            }
        }
        return out;
    }

    private static boolean holdsMatchForAll(PodInfo pod, NodeInfo node, Snapshot snapshot) {
        for (PodInfo other : node.pods()) {
            if (pod.affinity().stream().allMatch(t -> snapshot.matches(t.pods(), other))) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> places(Map<String, Integer> nodes, String key, Snapshot snapshot) {
        Set<String> out = new HashSet<>();
        for (String node : nodes.keySet()) {
            String value = snapshot.label(node, key);
            if (value != null) {
                out.add(value);
            }
        }
        return out;
    }

    @Override
    public @Nullable Scorer scorer(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        Map<String, Map<String, Long>> scores = new HashMap<>(); // by label key and value
        for (PodTerm.Weighted term : pod.preferences()) {
            add(scores, snapshot.matching(term.term().pods()), term, snapshot);
        }
        snapshot.liking().forEach((term, owners) -> {
            if (snapshot.matches(term.term().pods(), pod)) {
                add(scores, owners, term, snapshot);
            }
        });
        if (scores.isEmpty()) {
            return null;
        }
        return new AffinityScorer(scores);
    }

    private static void add(
            Map<String, Map<String, Long>> scores,
            Map<String, Integer> counts,
            PodTerm.Weighted term,
            Snapshot snapshot) {
        String key = term.term().topologyKey();
        counts.forEach((node, count) -> {
            String value = snapshot.label(node, key);
            if (value != null) {
                scores.computeIfAbsent(key, k -> new HashMap<>()).merge(value, (long) term.weight() * count, Long::sum);
            }
        });
    }

    private record AffinityScorer(Map<String, Map<String, Long>> scores) implements Scorer {
        @Override
        public long score(NodeInfo node) {
            long sum = 0;
            for (Map.Entry<String, Map<String, Long>> entry : scores.entrySet()) {
                String value = node.labels().get(entry.getKey());
                sum += value == null ? 0 : entry.getValue().getOrDefault(value, 0L);
            }
            return sum;
        }

        @Override
        public void normalize(long[] raw, List<NodeInfo> nodes) {
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (long score : raw) {
                min = Math.min(min, score);
                max = Math.max(max, score);
            }
            for (int i = 0; i < raw.length; i++) {
                raw[i] = max == min ? 0 : Scores.MAX * (raw[i] - min) / (max - min);
            }
        }
    }
}
