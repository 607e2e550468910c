package io.kubejar.etcd.linear;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.WatchRecord;
import io.kubejar.etcd.model.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Clients and watchers at once on one etcd, with everything that they saw. */
final class Run implements AutoCloseable {
    static final int CLIENTS = 4;

    private static final int WATCHERS = 3;
    private static final long PATIENCE_SECONDS = 120;
    private static final ByteString ZERO = ByteString.copyFrom(new byte[] {0});

    private final Door door;
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final LiveLoops loops = new LiveLoops("run", SystemClock.INSTANCE, (loop, fault) -> faults.add(fault));
    private final AtomicLong time = new AtomicLong();
    private final AtomicLong revision = new AtomicLong(1);

    final Queue<Operation<RequestOp, Answer>> history = new ConcurrentLinkedQueue<>();
    final Set<Long> compactions = ConcurrentHashMap.newKeySet();
    final Queue<WatchRecord> cancelled = new ConcurrentLinkedQueue<>();
    final Queue<WatchRecord> toTheEnd = new ConcurrentLinkedQueue<>();

    Run(Door door) {
        this.door = door;
    }

    /** Lets the clients do so many calls each, and waits until all are done. */
    void calls(Chance chance, int calls, Function<Workload, RequestOp> next, boolean compact, boolean watch) {
        CountDownLatch clients = new CountDownLatch(CLIENTS);
        for (int number = 0; number < CLIENTS; number++) {
            Chance own = chance.fork();
            Workload workload = new Workload(own, number);
            boolean compacts = compact && number == 0;
            start("client " + number, clients, () -> {
                for (int i = 0; i < calls; i++) {
                    call(next.apply(workload));
                    if (compacts && i % 10 == 9) {
                        compact(revision.get() - own.below(10));
                    }
                }
            });
        }
        int watching = watch ? WATCHERS : 0; // the count of the latch falls while they are started
        CountDownLatch watchers = new CountDownLatch(watching);
        for (int number = 0; number < watching; number++) {
            Chance own = chance.fork();
            start("watcher " + number, watchers, () -> watch(own, clients));
        }
        await(clients);
        await(watchers);
        if (!faults.isEmpty()) {
            throw new AssertionError("a client or watcher failed", faults.peek());
        }
    }

    private void start(String name, CountDownLatch done, Runnable task) {
        loops.loop(name).execute(() -> {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("clients or watchers do not come to their end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void call(RequestOp request) {
        long called = time.incrementAndGet();
        Answer answer = door.call(request);
        history.add(new Operation<>(request, answer, called, time.incrementAndGet()));
        if (answer.isRefusal()) {
            throw new AssertionError(request + " was refused: " + answer);
        }
        revision.accumulateAndGet(Truth.revision(answer), Math::max);
    }

    private void compact(long at) {
        if (at > 1) {
            compactions.add(at); // before it is done, so that nobody sees one that is not there
            door.compact(at);
        }
    }

    /** Watches, breaks off and goes on where it was, time and again; the last one stays until all is written. */
    private void watch(Chance chance, CountDownLatch clients) {
        WatchCreateRequest request = request(chance);
        while (clients.getCount() > 0) {
            WatchRecord record = door.watch(request);
            int enough = 1 + chance.below(20);
            record.await(
                    "some events", () -> record.eventCount() >= enough || record.isEnded() || clients.getCount() == 0);
            if (chance.below(2) == 0) {
                door.requestProgress();
            }
            record.close();
            cancelled.add(record);
            Watched watched = Watched.cancelled(record);
            boolean resume = chance.below(3) > 0 && !record.events().isEmpty() && record.compactRevision() == 0;
            request = resume
                    ? request.toBuilder().setStartRevision(watched.nextOwed()).build()
                    : request(chance);
        }
        toTheEnd.add(door.watch(request.toBuilder().setProgressNotify(true).build()));
    }

    private WatchCreateRequest request(Chance chance) {
        WatchCreateRequest.Builder request = WatchCreateRequest.newBuilder()
                .setKey(WholeStore.bytes("k"))
                .setRangeEnd(ZERO)
                .setPrevKv(chance.below(2) == 0);
        switch (chance.below(4)) {
            case 0 -> request.setStartRevision(1 + Math.max(0, revision.get() - chance.below(30)));
            case 1 -> request.setStartRevision(revision.get() + chance.below(10));
            default -> {}
        }
        switch (chance.below(4)) {
            case 0 -> request.addFilters(WatchCreateRequest.FilterType.NOPUT);
            case 1 -> request.setKey(WholeStore.bytes("k1")).clearRangeEnd();
            default -> {}
        }
        return request.build();
    }

    /** All watches with what they must have seen, once those that stay have seen everything. */
    List<Watched> finish(Truth truth) {
        List<Watched> all = new ArrayList<>();
        cancelled.forEach(record -> all.add(Watched.cancelled(record)));
        for (WatchRecord record : toTheEnd) {
            Watched watched = new Watched(record, truth.last());
            record.await("all events", () -> record.isEnded() || hasAll(watched, truth));
            record.close();
            all.add(record.compactRevision() == 0 ? watched : Watched.cancelled(record));
        }
        return all;
    }

    private static boolean hasAll(Watched watched, Truth truth) {
        List<String> complaints = new ArrayList<>();
        WatchGuarantee.RELIABLE.check(watched, truth, complaints);
        return complaints.isEmpty();
    }

    List<Operation<RequestOp, Answer>> history() {
        return List.copyOf(history);
    }

    @Override
    public void close() {
        loops.close();
        door.close();
    }
}
