package io.kubejar.etcd.election;

import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Compare;
import io.kubejar.etcd.mvcc.EtcdRefusal;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.Op;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.RangeOp;
import io.kubejar.etcd.mvcc.TxnOp;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Those who want the same lock or lead: the keys with a prefix, in order of their creation. Who is first has it. */
record Line(Access access, KeyRange keys, Bytes prefix) {
    private static final long SESSION_SECONDS = 60; // of a lease that nobody asked for, as upstream
    private static final int HEX = 16;

    static Line of(Access access, Bytes name) {
        Bytes prefix = name.concat(Bytes.of("/"));
        return new Line(access, KeyRange.prefix(prefix), prefix);
    }

    /** The lease, or a new one when it is 0. Source: etcd 3.6 concurrency.NewSession. */
    static long session(Access access, long lease) {
        return lease == 0 ? access.grant(0, SESSION_SECONDS).id() : lease;
    }

    /** Where the owner of the lease stands. */
    Bytes key(long lease) {
        return prefix.concat(Bytes.of(Long.toString(lease, HEX)));
    }

    /** Who is first. */
    RangeOp first() {
        return RangeOp.created(keys, RangeOp.SortOrder.ASCEND, 0);
    }

    /** Who is first now, and the store's revision. */
    OpResult.Range readFirst() {
        return (OpResult.Range) access.apply(first());
    }

    /** Who came last of those no younger than the revision; null when there is none. */
    OpResult.Range readLast(long maxCreateRevision) {
        return (OpResult.Range) access.apply(RangeOp.created(keys, RangeOp.SortOrder.DESCEND, maxCreateRevision));
    }

    /** A transaction on whether a key was created at a revision; 0 for a key that is not there. */
    OpResult.Txn ifCreatedAt(Bytes key, long revision, List<Op> then, List<Op> otherwise) {
        Compare compare =
                new Compare(KeyRange.single(key), Compare.Target.CREATE, Compare.Result.EQUAL, revision, Bytes.EMPTY);
        return (OpResult.Txn) access.apply(new TxnOp(List.of(compare), then, otherwise));
    }

    /** The only key of a read; null when it was not there. */
    static @Nullable KeyValue only(OpResult result) {
        List<KeyValue> kvs = ((OpResult.Range) result).kvs();
        return kvs.isEmpty() ? null : kvs.get(0);
    }

    /**
     * Waits for its turn without a thread: until nobody is left who was created up to and with the revision.
     *
     * @param won gives the answer, on a thread that may wait
     * @param giveUp leaves the line when the wait failed or was cancelled
     */
    <T> CompletableFuture<T> await(long maxCreateRevision, Supplier<T> won, Runnable giveUp) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        OlderKeys older = new OlderKeys(this, maxCreateRevision);
        Later.tell(answer, (done, failure) -> {
            if (answer.isCancelled()) {
                older.close();
                leave(giveUp);
            }
        });
        Later.tell(older.gone(), (nothing, failure) -> {
            if (failure != null) {
                leave(giveUp);
                answer.completeExceptionally(failure);
            } else {
                complete(answer, won);
            }
        });
        older.look();
        return answer;
    }

    static <T> void complete(CompletableFuture<T> answer, Supplier<T> call) {
        try {
            answer.complete(call.get());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static void leave(Runnable giveUp) {
        try {
            giveUp.run();
        } catch (EtcdRefusal e) {
            // The store was closed, or the caller's rights are gone: the key goes with its lease.
        }
    }
}
