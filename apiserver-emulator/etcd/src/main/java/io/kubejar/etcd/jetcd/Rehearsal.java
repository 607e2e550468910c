package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.kv.PutResponse;
import io.kubejar.core.loop.Beside;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.proto.ToProto;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * Makes an answer that nobody gets. In a JVM that has just started most of the time to a first put goes into
 * loading the classes of jetcd's messages; here they are loaded beside the store, by another thread. What else is done up to a
 * first put is done without lambdas: the first one takes a JVM some milliseconds, every other one as long as a class or two.
 */
public final class Rehearsal implements Runnable {
    private static final AtomicBoolean BEGUN = new AtomicBoolean(); // what is loaded once is there for all

    private Rehearsal() {}

    /** Begins on a thread of its own, unless it was done before in this JVM. */
    public static void begin() {
        if (!BEGUN.getAndSet(true)) {
            Beside.run("etcd-logging", new Logging());
            Beside.run("etcd-rehearsal", new Rehearsal());
        }
    }

    /** The messages have a logger, and what that stands on takes as long as all of them. */
    private static final class Logging implements Runnable {
        @Override
        public void run() {
            Logger.getLogger("com.google.protobuf.GeneratedMessage"); // a name: the class itself would be loaded
        }
    }

    /** On that thread. */
    @Override
    public void run() {
        new PutResponse(ToProto.put(new OpResult.Put(1, null)), ByteSequence.EMPTY);
    }
}
