package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.Compare;
import io.kubejar.etcd.mvcc.Event;
import io.kubejar.etcd.mvcc.KeyRange;
import io.kubejar.etcd.mvcc.KeyValue;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.TxnOp;
import io.kubejar.etcd.wal.WriteAheadLog;
import io.kubejar.etcd.watch.WatchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Many writers and watchers at once. */
class ConcurrencyTest {
    private static final int ROUNDS = 3;
    private static final int WRITERS = 4;
    private static final int WRITES = 250;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final KeyRange ALL = KeyRange.prefix(Bytes.EMPTY);

    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final Loops loops = new LiveLoops("test", SystemClock.INSTANCE, (loop, fault) -> faults.add(fault));

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        loops.close();
        assertThat(faults).isEmpty();
    }

    private Engine inMemory() {
        return new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Store.empty(), Journal.NONE);
    }

    /** Sees to it that nothing comes twice, out of order, in pieces or not at all. */
    private static class Witness implements WatchListener {
        final List<Event> events = new ArrayList<>(); // guarded by itself
        private final AtomicLong inside = new AtomicLong();
        private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private long last; // only for the thread that delivers
        volatile long seen;
        volatile long compactRevision;

        @Override
        public void onEvents(long revision, List<Event> batch) {
            if (inside.incrementAndGet() != 1) {
                complaints.add("two deliveries at once");
            }
            long first = batch.get(0).kv().modRevision();
            if (first <= last) {
                complaints.add(first + " after " + last);
            }
            last = batch.get(batch.size() - 1).kv().modRevision();
            if (revision < last) {
                complaints.add("event of " + last + " at " + revision);
            }
            synchronized (events) {
                events.addAll(batch);
            }
            inside.decrementAndGet();
            seen = last;
        }

        @Override
        public void onEnd(End end, long compacted, long revision) {
            compactRevision = compacted;
            ended.countDown();
        }

        void check(Engine engine, long from) {
            assertThat(complaints).isEmpty();
            List<KeyValue> expected = new ArrayList<>();
            for (long revision = from; revision <= engine.revision(); revision++) {
                engine.store().state().events(revision).forEach(event -> expected.add(event.kv()));
            }
            synchronized (events) {
                assertThat(events.stream().map(Event::kv).toList()).isEqualTo(expected);
            }
        }
    }

    private void inParallel(int count, IntConsumer task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            loops.loop("writer " + i).execute(() -> {
                try {
                    task.accept(number);
                } finally {
                    done.countDown();
                }
            });
        }
        assertThat(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void write(Engine engine, int writer, int i) {
        Bytes value = Bytes.of("value " + i);
        if (i % 5 == 0) {
            engine.apply(new TxnOp(
                    List.of(),
                    List.of(PutOp.of(Bytes.of("a" + writer), value), PutOp.of(Bytes.of("b"), value)),
                    List.of()));
        } else {
            engine.apply(PutOp.of(Bytes.of("k" + i % 17), value));
        }
    }

    private void watchWhileWriting(Engine engine) throws InterruptedException {
        List<Witness> fromStart = new ArrayList<>();
        Queue<Witness> late = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 5; i++) {
            Witness witness = new Witness();
            fromStart.add(witness);
            engine.watch(WatchRequest.from(ALL, 0), witness);
        }
        inParallel(WRITERS, writer -> {
            for (int i = 0; i < WRITES; i++) {
                write(engine, writer, i);
                if (i % 50 == 7) {
                    Witness witness = new Witness();
                    late.add(witness);
                    engine.watch(WatchRequest.from(ALL, 2), witness);
                }
            }
        });
        assertThat(engine.revision()).isEqualTo(1 + WRITERS * WRITES);
        fromStart.addAll(late);
        for (Witness witness : fromStart) {
            await().atMost(PATIENCE).until(() -> witness.seen == engine.revision());
            witness.check(engine, 2);
        }
    }

    @RepeatedTest(ROUNDS)
    void everyWatcherSeesEveryRevisionOnceAndInOrder() throws InterruptedException {
        try (Engine engine = inMemory()) {
            watchWhileWriting(engine);
        }
    }

    @RepeatedTest(ROUNDS)
    void soItIsWithAStoreOnDiskAndWhatWasSeenIsThereAgain() throws InterruptedException {
        WriteAheadLog.Settings settings = new WriteAheadLog.Settings(folder, false, 20_000);
        WriteAheadLog log = WriteAheadLog.open(settings, loops.loop("snapshots"), SystemClock.INSTANCE.now());
        Store before;
        try (Engine engine = new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), log.recovered(), log)) {
            watchWhileWriting(engine);
            before = engine.store();
        }
        WriteAheadLog again = WriteAheadLog.open(settings, loops.loop("snapshots"), SystemClock.INSTANCE.now());
        for (long revision = 2; revision <= before.state().revision(); revision++) {
            assertThat(again.recovered().state().events(revision))
                    .isEqualTo(before.state().events(revision));
        }
        again.close();
    }

    @RepeatedTest(ROUNDS)
    void aSlowWatcherHoldsUpNobodyAndMissesNothing() throws InterruptedException {
        try (Engine engine = inMemory()) {
            AtomicLong permits = new AtomicLong(3);
            Witness slow = new Witness() {
                @Override
                public boolean isReady() {
                    return permits.get() > 0;
                }

                @Override
                public void onEvents(long revision, List<Event> batch) {
                    permits.decrementAndGet();
                    super.onEvents(revision, batch);
                }
            };
            Watcher watcher = engine.watch(WatchRequest.from(ALL, 0), slow);
            inParallel(WRITERS, writer -> {
                for (int i = 0; i < WRITES; i++) {
                    write(engine, writer, i);
                    if (i % 20 == 0) {
                        permits.incrementAndGet();
                        watcher.resume();
                    }
                }
            });
            assertThat(engine.revision()).isEqualTo(1 + WRITERS * WRITES);
            permits.set(Long.MAX_VALUE);
            watcher.resume();
            await().atMost(PATIENCE).until(() -> slow.seen == engine.revision());
            slow.check(engine, 2);
        }
    }

    @RepeatedTest(ROUNDS)
    void comparedPutsAreNeverLost() throws InterruptedException {
        try (Engine engine = inMemory()) {
            Bytes key = Bytes.of("counter");
            engine.apply(PutOp.of(key, Bytes.of("0")));
            inParallel(WRITERS, writer -> {
                for (int i = 0; i < WRITES; i++) {
                    increment(engine, key);
                }
            });
            assertThat(engine.store().state().get(key))
                    .extracting(kv -> kv.value().toString(), KeyValue::version)
                    .containsExactly("" + WRITERS * WRITES, 1L + WRITERS * WRITES);
        }
    }

    private static void increment(Engine engine, Bytes key) {
        boolean done = false;
        while (!done) {
            KeyValue kv = engine.store().state().get(key);
            assertThat(kv).isNotNull();
            long next = Long.parseLong(kv.value().toString()) + 1;
            OpResult result = engine.apply(new TxnOp(
                    List.of(new Compare(
                            KeyRange.single(key),
                            Compare.Target.MOD,
                            Compare.Result.EQUAL,
                            kv.modRevision(),
                            Bytes.EMPTY)),
                    List.of(PutOp.of(key, Bytes.of("" + next))),
                    List.of()));
            done = ((OpResult.Txn) result).succeeded();
        }
    }

    @RepeatedTest(ROUNDS)
    void aCompactionUnderWatchersEndsThoseBelowItAndNoOthers() throws InterruptedException {
        try (Engine engine = inMemory()) {
            Witness upToDate = new Witness();
            engine.watch(WatchRequest.from(ALL, 0), upToDate);
            Witness stuck = new Witness() {
                @Override
                public boolean isReady() {
                    return false;
                }
            };
            Watcher behind = engine.watch(WatchRequest.from(ALL, 0), stuck);
            inParallel(WRITERS, writer -> {
                for (int i = 0; i < WRITES; i++) {
                    write(engine, writer, i);
                    if (writer == 0 && i % 50 == 49) {
                        engine.compact(engine.revision() - 10);
                    }
                }
            });
            behind.resume();
            assertThat(stuck.ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(stuck.compactRevision)
                    .isEqualTo(engine.store().state().compactRevision())
                    .isGreaterThan(2);
            await().atMost(PATIENCE).until(() -> upToDate.seen == engine.revision());
            assertThat(upToDate.complaints).isEmpty();
            assertThat(upToDate.events).hasSize(WRITERS * (WRITES + WRITES / 5));
        }
    }

    @RepeatedTest(ROUNDS)
    void watchersMayComeAndGoAtAnyTime() throws InterruptedException {
        try (Engine engine = inMemory()) {
            Queue<Witness> closed = new ConcurrentLinkedQueue<>();
            inParallel(WRITERS * 2, number -> {
                for (int i = 0; i < WRITES / 5; i++) {
                    if (number % 2 == 0) {
                        write(engine, number, i);
                    } else {
                        Witness witness = new Witness();
                        Watcher watcher = engine.watch(WatchRequest.from(ALL, i % 2 == 0 ? 0 : 2), witness);
                        watcher.close();
                        closed.add(witness);
                    }
                }
            });
            for (Witness witness : closed) {
                assertThat(witness.ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(witness.complaints).isEmpty();
            }
        }
    }
}
