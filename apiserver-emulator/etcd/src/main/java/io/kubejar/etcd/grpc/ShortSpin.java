package io.kubejar.etcd.grpc;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * When an event loop sleeps, and when it waits for the disk.
 *
 * <p>It looks for more a few times before it sleeps: whoever has just got an answer often asks again at once, and to wake a
 * thread takes longer than most calls do. A connection that is quiet costs nothing. Others who want the processor get it
 * meanwhile. Go's scheduler does the same for etcd.
 *
 * <p>Before it waits for the disk it reads all that is there, and looks a few times for those who are still to come: what is
 * missed has to be written with a sync of its own.
 */
final class ShortSpin implements SelectStrategy {
    private static final int LOOKS = 100; // about as long as it takes to be woken
    private static final int LOOKS_FOR_OTHERS = 30; // less than a quick disk takes

    private final Gathering gathering;

    /** For the event loop of those who gather there. */
    ShortSpin(Gathering gathering) {
        this.gathering = gathering;
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (gathering.isLone()) { // nobody is to come, so it need not even be looked
            gathering.answer();
            return selectNow.get();
        }
        int ready = selectNow.get();
        boolean isBusy = hasTasks || ready > 0;
        if (gathering.isEmpty()) {
            return isBusy ? ready : sleepUnlessReady(look(selectNow));
        }
        if (!isBusy) {
            ready = lookForOthers(selectNow);
        }
        if ((ready == 0 && !hasTasks) || gathering.isOverdue()) {
            gathering.answer();
        }
        return ready;
    }

    private static int sleepUnlessReady(int ready) {
        return ready == 0 ? SELECT : ready;
    }

    private static int look(IntSupplier selectNow) throws Exception {
        int ready = 0;
        for (int i = 0; ready == 0 && i < LOOKS; i++) {
            Thread.yield();
            ready = selectNow.get();
        }
        return ready;
    }

    private int lookForOthers(IntSupplier selectNow) throws Exception {
        int ready = 0;
        for (int i = 0; ready == 0 && i < LOOKS_FOR_OTHERS && !gathering.isComplete(); i++) {
            Thread.yield();
            ready = selectNow.get();
        }
        return ready;
    }
}
