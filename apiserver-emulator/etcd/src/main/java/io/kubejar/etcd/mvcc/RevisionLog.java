package io.kubejar.etcd.mvcc;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of each revision, never changed: {@link #append} gives a new log that shares nearly everything with the old
 * one. A trie of chunks of 32 revisions, and the last chunk by itself.
 */
public final class RevisionLog {
    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;

    private final long first; // revisions below it are gone
    private final long last;
    private final @Nullable Object @Nullable [] root;
    private final int levels; // of the trie; it holds chunk numbers below WIDTH to the power of this
    private final @Nullable Object[] tail; // the chunk of the last revision, filled up to it

    private RevisionLog(
            long first, long last, @Nullable Object @Nullable [] root, int levels, @Nullable Object[] tail) {
        this.first = first;
        this.last = last;
        this.root = root;
        this.levels = levels;
        this.tail = tail;
    }

    /** A log in which nothing is kept up to and with the given revision. */
    public static RevisionLog after(long revision) {
        return new RevisionLog(revision + 1, revision, null, 1, new Object[(int) (revision & MASK) + 1]);
    }

    /** The last revision. */
    public long last() {
        return last;
    }

    /** This log with the events of the next revision. */
    public RevisionLog append(List<Event> events) {
        if (tail.length < WIDTH) {
            @Nullable Object[] longer = Arrays.copyOf(tail, tail.length + 1);
            longer[tail.length] = events;
            return new RevisionLog(first, last + 1, root, levels, longer);
        }
        return filed(tail, last + 1, new Object[] {events});
    }

    /** This log up to a later revision; nothing is known of those in between. */
    public RevisionLog skipTo(long revision) {
        if (revision <= last) {
            return this;
        }
        int length = (int) (revision & MASK) + 1;
        return revision >>> BITS == last >>> BITS
                ? new RevisionLog(first, revision, root, levels, Arrays.copyOf(tail, length))
                : filed(Arrays.copyOf(tail, WIDTH), revision, new Object[length]);
    }

    /** This log with its last chunk, now full, in the trie, and a new last chunk. */
    private RevisionLog filed(@Nullable Object[] full, long newLast, @Nullable Object[] newTail) {
        int height = levels;
        @Nullable Object[] top = root;
        while (((newLast >>> BITS) - 1) >>> (BITS * height) != 0) {
            @Nullable Object[] higher = new Object[WIDTH];
            higher[0] = top;
            top = top == null ? null : higher;
            height++;
        }
        return new RevisionLog(first, newLast, with(top, height - 1, last >>> BITS, full), height, newTail);
    }

    private static @Nullable Object[] with(
            @Nullable Object @Nullable [] node, int level, long chunk, @Nullable Object[] full) {
        @Nullable Object[] copy = node == null ? new Object[WIDTH] : node.clone();
        int index = (int) (chunk >>> (BITS * level)) & MASK;
        copy[index] = level == 0 ? full : with((Object[]) copy[index], level - 1, chunk, full);
        return copy;
    }

    /** The events of a revision; none when it is gone, has not come yet, or changed nothing. */
    @SuppressWarnings("unchecked")
    public List<Event> at(long revision) {
        if (revision < first || revision > last) {
            return List.of();
        }
        @Nullable Object[] node = tail;
        if (revision >>> BITS != last >>> BITS) {
            node = root;
            for (int level = levels - 1; level >= 0 && node != null; level--) {
                node = (Object[]) node[(int) (revision >>> (BITS * (level + 1))) & MASK];
            }
        }
        List<Event> events = node == null ? null : (List<Event>) node[(int) revision & MASK];
        return events == null ? List.of() : events;
    }

    /** This log without the revisions below the given one. */
    public RevisionLog from(long revision) {
        if (revision <= first) {
            return this;
        }
        boolean onlyTail = revision >>> BITS >= last >>> BITS;
        @Nullable Object[] rest = onlyTail || root == null ? null : pruned(root, levels - 1, revision >>> BITS);
        return new RevisionLog(revision, last, rest, levels, tail);
    }

    private static @Nullable Object[] pruned(@Nullable Object[] node, int level, long chunk) {
        @Nullable Object[] copy = node.clone();
        int index = (int) (chunk >>> (BITS * level)) & MASK;
        Arrays.fill(copy, 0, index, null);
        if (level > 0 && copy[index] != null) {
            copy[index] = pruned((Object[]) copy[index], level - 1, chunk);
        }
        return copy;
    }
}
