package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.kv.PutResponse;
import io.kubejar.core.loop.Loops;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.proto.ToProto;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes an answer that nobody gets. In a JVM that has just started most of the time to a first put goes into
 * loading the classes of jetcd's messages; here they are loaded beside the store, by another thread.
 */
public final class Rehearsal {
    private static final AtomicBoolean BEGUN = new AtomicBoolean(); // what is loaded once is there for all

    private Rehearsal() {}

    /** Begins on one of the loops' threads, unless it was done before in this JVM or nothing runs there by itself. */
    public static void begin(Loops loops) {
        if (loops.runsByItself() && !BEGUN.getAndSet(true)) {
            loops.loop("etcd-rehearsal").execute(Rehearsal::answer);
        }
    }

    private static void answer() {
        new PutResponse(ToProto.put(new OpResult.Put(1, null)), ByteSequence.EMPTY);
    }
}
