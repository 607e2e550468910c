package io.kubejar.etcd.mvcc;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of a compaction leaves of the keys that it is about, worked out on one state and good for every later one:
 * the long part of the work, for which nobody has to wait.
 */
public final class Sweep {
    /**
     * A key that loses something.
     *
     * @param seen what it was when this was worked out
     * @param kept what is left of that; null for nothing
     */
    record Cut(Versions seen, @Nullable Versions kept) {}

    final long to; // what compaction up to here leaves over is gone afterwards
    final Map<Bytes, Cut> cuts;

    Sweep(long to, Map<Bytes, Cut> cuts) {
        this.to = to;
        this.cuts = cuts;
    }
}
