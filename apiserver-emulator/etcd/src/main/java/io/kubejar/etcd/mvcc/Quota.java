package io.kubejar.etcd.mvcc;

import java.util.List;

/**
 * How much a store may hold, in bytes as {@link State#bytes} counts them: a compaction makes room at once, where upstream
 * counts the size of its file, which only a defragmentation reduces. Source: etcd 3.6 storage.BackendQuota.
 *
 * @param bytes negative for no limit
 */
public record Quota(long bytes) {
    /** As upstream's {@code --quota-backend-bytes} by default. */
    public static final Quota DEFAULT = new Quota(2L * 1024 * 1024 * 1024);

    private static final long KEY_OVERHEAD = 256;

    /** What a new lease is taken to cost. */
    public static final long LEASE_COST = 64;

    /** True when a request of this cost may come in. */
    public boolean hasRoom(State state, long cost) {
        return bytes < 0 || cost == 0 || state.bytes() + cost < bytes;
    }

    /** What a request is taken to cost; 0 when it puts nothing. */
    public static long cost(Op op) {
        if (op instanceof PutOp put) {
            return KEY_OVERHEAD + put.key().length() + put.value().length();
        } else if (op instanceof TxnOp txn) {
            return Math.max(cost(txn.success()), cost(txn.failure()));
        } else {
            return 0;
        }
    }

    private static long cost(List<Op> ops) {
        long sum = 0;
        for (Op op : ops) {
            sum += cost(op);
        }
        return sum;
    }
}
