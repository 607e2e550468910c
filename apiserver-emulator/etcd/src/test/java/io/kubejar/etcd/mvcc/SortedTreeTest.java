package io.kubejar.etcd.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedTreeTest {
    /** Weighs each value by itself and compares everything with the JDK's map after each step. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesLikeASortedMapAndKeepsOldVersionsUntouched(long seed) {
        Chance chance = Chance.seeded(seed);
        int keys = 1 << (4 + seed);
        SortedTree<Integer, Integer> tree = SortedTree.empty(value -> value);
        TreeMap<Integer, Integer> model = new TreeMap<>();
        for (int step = 0; step < 4000; step++) {
            SortedTree<Integer, Integer> before = tree;
            int key = chance.below(keys);
            boolean growing = step / 1000 % 2 == 0;
            Integer old = model.get(key);
            if (chance.below(10) < (growing ? 8 : 2)) {
                int value = chance.below(5);
                tree = tree.put(key, value);
                model.put(key, value);
            } else {
                tree = tree.remove(key);
                model.remove(key);
            }
            assertThat(before.get(key)).isEqualTo(old);
            if (step % 50 == 0) {
                check(tree, model, chance, keys);
            }
        }
    }

    private static void check(
            SortedTree<Integer, Integer> tree, TreeMap<Integer, Integer> model, Chance chance, int keys) {
        int from = chance.below(keys);
        int to = from + chance.below(keys);
        assertThat(entries(tree, null, null)).isEqualTo(List.copyOf(model.entrySet()));
        assertThat(entries(tree, from, to))
                .isEqualTo(List.copyOf(model.subMap(from, to).entrySet()));
        assertThat(tree.weight()).isEqualTo(sum(model));
        assertThat(tree.weight(from, to)).isEqualTo(sum(model.subMap(from, to)));
        assertThat(tree.weight(from, null)).isEqualTo(sum(model.tailMap(from)));
        assertThat(tree.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(tree.firstKey()).isEqualTo(model.isEmpty() ? null : model.firstKey());
    }

    private static int sum(Map<Integer, Integer> entries) {
        return entries.values().stream().mapToInt(i -> i).sum();
    }

    private static List<Map.Entry<Integer, Integer>> entries(
            SortedTree<Integer, Integer> tree,
            @org.jspecify.annotations.Nullable Integer from,
            @org.jspecify.annotations.Nullable Integer to) {
        List<Map.Entry<Integer, Integer>> entries = new ArrayList<>();
        tree.scan(from, to, (key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }
}
