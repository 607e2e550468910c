package io.kubejar.etcd.mvcc;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Entries of a {@link SortedTree}. */
final class TreeLeaf<K extends Comparable<K>, V> extends TreeNode<K, V> {
    private final Object[] values;

    TreeLeaf(Object[] keys, Object[] values, int weight) {
        super(keys, weight);
        this.values = values;
    }

    @SuppressWarnings("unchecked")
    private V value(int index) {
        return (V) values[index];
    }

    private int weight(int from, int to, ToIntFunction<? super V> weigher) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += weigher.applyAsInt(value(i));
        }
        return sum;
    }

    @Override
    K leastKey() {
        return key(0);
    }

    @Override
    @Nullable
    V get(K key) {
        int index = find(key);
        return index < 0 ? null : value(index);
    }

    @Override
    TreeNode<K, V> put(K key, V value, ToIntFunction<? super V> weigher) {
        int index = find(key);
        int added = weigher.applyAsInt(value);
        if (index >= 0) {
            int weight = weight() - weigher.applyAsInt(value(index)) + added;
            return new TreeLeaf<>(keys, SortedTree.replaced(values, index, value), weight);
        }
        int at = -1 - index;
        return new TreeLeaf<>(
                SortedTree.inserted(keys, at, key), SortedTree.inserted(values, at, value), weight() + added);
    }

    @Override
    TreeNode<K, V> remove(K key, ToIntFunction<? super V> weigher) {
        int index = find(key);
        if (index < 0) {
            return this;
        }
        int weight = weight() - weigher.applyAsInt(value(index));
        return new TreeLeaf<>(SortedTree.removed(keys, index), SortedTree.removed(values, index), weight);
    }

    @Override
    int weightBelow(K key, ToIntFunction<? super V> weigher) {
        int index = find(key);
        return weight(0, index < 0 ? -1 - index : index, weigher);
    }

    @Override
    boolean scan(@Nullable K from, @Nullable K to, SortedTree.Visitor<? super K, ? super V> visitor) {
        int index = from == null ? 0 : find(from);
        for (int i = index < 0 ? -1 - index : index; i < keys.length; i++) {
            K key = key(i);
            if ((to != null && key.compareTo(to) >= 0) || !visitor.visit(key, value(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    TreeNode<K, V> leftHalf(ToIntFunction<? super V> weigher) {
        return part(0, keys.length / 2, weigher);
    }

    @Override
    TreeNode<K, V> rightHalf(ToIntFunction<? super V> weigher) {
        return part(keys.length / 2, keys.length, weigher);
    }

    private TreeNode<K, V> part(int from, int to, ToIntFunction<? super V> weigher) {
        return new TreeLeaf<>(
                Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to), weight(from, to, weigher));
    }

    @Override
    TreeNode<K, V> join(TreeNode<K, V> next) {
        TreeLeaf<K, V> right = (TreeLeaf<K, V>) next;
        return new TreeLeaf<>(
                SortedTree.joined(keys, right.keys),
                SortedTree.joined(values, right.values),
                weight() + right.weight());
    }

    @Override
    TreeNode<K, V> withoutLoneLevels() {
        return this;
    }
}
