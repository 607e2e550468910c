package io.kubejar.etcd.grpc;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Looks for more a few times before it sleeps: whoever has just got an answer often asks again at once, and to wake a thread
 * takes longer than most calls do. A connection that is quiet costs nothing. Others who want the processor get it meanwhile.
 * Go's scheduler does the same for etcd.
 */
final class ShortSpin implements SelectStrategy {
    private static final int LOOKS = 100; // about as long as it takes to be woken

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        int ready = selectNow.get();
        if (hasTasks) {
            return ready;
        }
        for (int i = 0; ready == 0 && i < LOOKS; i++) {
            Thread.yield();
            ready = selectNow.get();
        }
        return ready == 0 ? SELECT : ready;
    }
}
