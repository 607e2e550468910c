package io.kubejar.etcd.mvcc;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Children of a {@link SortedTree}. */
final class TreeBranch<K extends Comparable<K>, V> extends TreeNode<K, V> {
    private final Object[] children;

    private TreeBranch(Object[] keys, Object[] children, int weight) {
        super(keys, weight);
        this.children = children;
    }

    static <K extends Comparable<K>, V> TreeBranch<K, V> of(TreeNode<K, V> left, TreeNode<K, V> right) {
        return new TreeBranch<>(
                new Object[] {left.bound(), right.bound()}, new Object[] {left, right}, left.weight() + right.weight());
    }

    @SuppressWarnings("unchecked")
    private TreeNode<K, V> child(int index) {
        return (TreeNode<K, V>) children[index];
    }

    /** Which child would hold the key. */
    private int childFor(K key) {
        int index = find(key);
        return index >= 0 ? index : Math.max(0, -2 - index);
    }

    @Override
    K leastKey() {
        return child(0).leastKey();
    }

    @Override
    @Nullable
    V get(K key) {
        return child(childFor(key)).get(key);
    }

    @Override
    TreeNode<K, V> put(K key, V value, ToIntFunction<? super V> weigher) {
        int index = childFor(key);
        TreeNode<K, V> old = child(index);
        TreeNode<K, V> changed = old.put(key, value, weigher);
        int weight = weight() - old.weight() + changed.weight();
        Object[] bounds = keys;
        if (key.compareTo(key(index)) < 0) {
            bounds = SortedTree.replaced(keys, index, key); // only ever in the first child
        }
        if (changed.count() <= MAX) {
            return new TreeBranch<>(bounds, SortedTree.replaced(children, index, changed), weight);
        }
        TreeNode<K, V> right = changed.rightHalf(weigher);
        Object[] split = SortedTree.inserted(children, index + 1, right);
        split[index] = changed.leftHalf(weigher);
        return new TreeBranch<>(SortedTree.inserted(bounds, index + 1, right.bound()), split, weight);
    }

    @Override
    TreeNode<K, V> remove(K key, ToIntFunction<? super V> weigher) {
        int index = childFor(key);
        TreeNode<K, V> old = child(index);
        TreeNode<K, V> changed = old.remove(key, weigher);
        if (changed == old) {
            return this;
        }
        int weight = weight() - old.weight() + changed.weight();
        if (changed.count() == 0) {
            return new TreeBranch<>(SortedTree.removed(keys, index), SortedTree.removed(children, index), weight);
        }
        if (changed.count() < FEW) {
            if (index > 0 && child(index - 1).count() + changed.count() < MAX) {
                return joined(index - 1, child(index - 1).join(changed), weight);
            }
            if (index + 1 < children.length && child(index + 1).count() + changed.count() < MAX) {
                return joined(index, changed.join(child(index + 1)), weight);
            }
        }
        return new TreeBranch<>(keys, SortedTree.replaced(children, index, changed), weight);
    }

    /** This branch with the child at the index and the one after it replaced by one. */
    private TreeNode<K, V> joined(int index, TreeNode<K, V> both, int weight) {
        Object[] rest = SortedTree.removed(children, index + 1);
        rest[index] = both;
        return new TreeBranch<>(SortedTree.removed(keys, index + 1), rest, weight);
    }

    @Override
    int weightBelow(K key, ToIntFunction<? super V> weigher) {
        int index = childFor(key);
        int sum = child(index).weightBelow(key, weigher);
        for (int i = 0; i < index; i++) {
            sum += child(i).weight();
        }
        return sum;
    }

    @Override
    boolean scan(@Nullable K from, @Nullable K to, SortedTree.Visitor<? super K, ? super V> visitor) {
        int first = from == null ? 0 : childFor(from);
        for (int i = first; i < children.length; i++) {
            if (!child(i).scan(i == first ? from : null, to, visitor)) {
                return false;
            }
        }
        return true;
    }

    @Override
    TreeNode<K, V> leftHalf(ToIntFunction<? super V> weigher) {
        return part(0, keys.length / 2);
    }

    @Override
    TreeNode<K, V> rightHalf(ToIntFunction<? super V> weigher) {
        return part(keys.length / 2, keys.length);
    }

    private TreeNode<K, V> part(int from, int to) {
        int weight = 0;
        for (int i = from; i < to; i++) {
            weight += child(i).weight();
        }
        return new TreeBranch<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(children, from, to), weight);
    }

    @Override
    TreeNode<K, V> join(TreeNode<K, V> next) {
        TreeBranch<K, V> right = (TreeBranch<K, V>) next;
        return new TreeBranch<>(
                SortedTree.joined(keys, right.keys),
                SortedTree.joined(children, right.children),
                weight() + right.weight());
    }

    @Override
    TreeNode<K, V> withoutLoneLevels() {
        return switch (children.length) {
            case 0 -> new TreeLeaf<>(new Object[0], new Object[0], 0);
            case 1 -> child(0).withoutLoneLevels();
            default -> this;
        };
    }
}
