package io.kubejar.etcd.mvcc;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A node of a {@link SortedTree}. What an update returns may hold one entry too many; the parent then splits it. */
abstract class TreeNode<K extends Comparable<K>, V> {
    /** How many entries or children a node holds at most. */
    static final int MAX = 32;

    /** Below this a node is joined with a neighbour when they fit into one. */
    static final int FEW = MAX / 4;

    /** Sorted. In a leaf the keys of the entries, in a branch a lower bound for each child. */
    final Object[] keys;

    private final int weight;

    TreeNode(Object[] keys, int weight) {
        this.keys = keys;
        this.weight = weight;
    }

    final int count() {
        return keys.length;
    }

    final int weight() {
        return weight;
    }

    @SuppressWarnings("unchecked")
    final K key(int index) {
        return (K) keys[index];
    }

    /** Not greater than any key in it. */
    final K bound() {
        return key(0);
    }

    /** The least key in it. Not for an empty one. */
    abstract K leastKey();

    /** The index of the key, or {@code -1 - index} of where it would go. */
    final int find(K key) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = key(middle).compareTo(key);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    abstract @Nullable V get(K key);

    abstract TreeNode<K, V> put(K key, V value, ToIntFunction<? super V> weigher);

    /** This very node when the key is not there. */
    abstract TreeNode<K, V> remove(K key, ToIntFunction<? super V> weigher);

    abstract int weightBelow(K key, ToIntFunction<? super V> weigher);

    abstract boolean scan(@Nullable K from, @Nullable K to, SortedTree.Visitor<? super K, ? super V> visitor);

    abstract TreeNode<K, V> leftHalf(ToIntFunction<? super V> weigher);

    abstract TreeNode<K, V> rightHalf(ToIntFunction<? super V> weigher);

    /** One node with the entries of this one and the next one; both are of the same kind. */
    abstract TreeNode<K, V> join(TreeNode<K, V> next);

    abstract TreeNode<K, V> withoutLoneLevels();
}
