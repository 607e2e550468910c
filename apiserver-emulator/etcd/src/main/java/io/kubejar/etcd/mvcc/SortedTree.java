package io.kubejar.etcd.mvcc;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A sorted map that never changes: {@link #put} and {@link #remove} give a new map that shares all but one path with the
 * old one. A B+ tree; updates and look-ups are O(log n), and so is the sum of the weights in a range.
 */
public final class SortedTree<K extends Comparable<K>, V> {
    /** Sees entries in order of their keys. */
    @FunctionalInterface
    public interface Visitor<K, V> {
        /** Takes one entry; false ends the scan. */
        boolean visit(K key, V value);
    }

    private final ToIntFunction<? super V> weigher;
    private final TreeNode<K, V> root;

    private SortedTree(ToIntFunction<? super V> weigher, TreeNode<K, V> root) {
        this.weigher = weigher;
        this.root = root;
    }

    /** A map without entries whose entries will weigh what the function says. */
    public static <K extends Comparable<K>, V> SortedTree<K, V> empty(ToIntFunction<? super V> weigher) {
        return new SortedTree<K, V>(weigher, new TreeLeaf<K, V>(new Object[0], new Object[0], 0));
    }

    /** A map without entries in which every entry weighs one, so that a weight is a count. */
    public static <K extends Comparable<K>, V> SortedTree<K, V> empty() {
        return empty(new One());
    }

    private static final class One implements ToIntFunction<Object> {
        @Override
        public int applyAsInt(Object value) {
            return 1;
        }
    }

    /** The value of the key; null when it is not there. */
    public @Nullable V get(K key) {
        return root.get(key);
    }

    /** This map with the key's value replaced or added. */
    public SortedTree<K, V> put(K key, V value) {
        TreeNode<K, V> changed = root.put(key, value, weigher);
        if (changed.count() > TreeNode.MAX) {
            changed = TreeBranch.of(changed.leftHalf(weigher), changed.rightHalf(weigher));
        }
        return new SortedTree<>(weigher, changed);
    }

    /** This map without the key. */
    public SortedTree<K, V> remove(K key) {
        TreeNode<K, V> changed = root.remove(key, weigher);
        return changed == root ? this : new SortedTree<>(weigher, changed.withoutLoneLevels());
    }

    /** The sum of the weights of all entries. */
    public int weight() {
        return root.weight();
    }

    /** The sum of the weights from a key on (inclusive) to another (exclusive; null for no end). */
    public int weight(K from, @Nullable K to) {
        int upTo = to == null ? root.weight() : root.weightBelow(to, weigher);
        return Math.max(0, upTo - root.weightBelow(from, weigher));
    }

    /** Shows the entries from a key on (inclusive; null for the first) to another (exclusive; null for no end). */
    public void scan(@Nullable K from, @Nullable K to, Visitor<? super K, ? super V> visitor) {
        root.scan(from, to, visitor);
    }

    /** True when there is no entry. */
    public boolean isEmpty() {
        return root.count() == 0;
    }

    /** The first key; null when there is none. */
    public @Nullable K firstKey() {
        return root.count() == 0 ? null : root.leastKey();
    }

    static Object[] inserted(Object[] array, int index, Object element) {
        Object[] copy = new Object[array.length + 1];
        System.arraycopy(array, 0, copy, 0, index);
        copy[index] = element;
        System.arraycopy(array, index, copy, index + 1, array.length - index);
        return copy;
    }

    static Object[] removed(Object[] array, int index) {
        Object[] copy = new Object[array.length - 1];
        System.arraycopy(array, 0, copy, 0, index);
        System.arraycopy(array, index + 1, copy, index, copy.length - index);
        return copy;
    }

    static Object[] replaced(Object[] array, int index, Object element) {
        Object[] copy = array.clone();
        copy[index] = element;
        return copy;
    }

    static Object[] joined(Object[] left, Object[] right) {
        Object[] copy = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, copy, left.length, right.length);
        return copy;
    }
}
