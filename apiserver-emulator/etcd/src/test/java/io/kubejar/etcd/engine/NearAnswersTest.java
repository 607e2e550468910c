package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.mvcc.Bytes;
import io.kubejar.etcd.mvcc.OpResult;
import io.kubejar.etcd.mvcc.PutOp;
import io.kubejar.etcd.mvcc.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where the disk is waited for: with the caller while it is quick, else elsewhere. */
class NearAnswersTest {
    private static final Duration SLOW = Duration.ofMillis(3);

    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final Queue<Runnable> near = new ArrayDeque<>();
    private final List<Long> synced = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private boolean slow;

    private final Journal journal = new Journal() {
        private long position;

        @Override
        public long append(Change change, Store after) {
            return ++position;
        }

        @Override
        public boolean sync(long upTo) {
            if (!synced.isEmpty() && synced.get(synced.size() - 1) >= upTo) {
                return false;
            }
            long begin = SystemClock.INSTANCE.nanos();
            while (slow && SystemClock.INSTANCE.nanos() - begin < SLOW.toNanos()) {
                Thread.onSpinWait();
            }
            synced.add(upTo);
            return true;
        }

        @Override
        public boolean isSlow() {
            return true;
        }

        @Override
        public void close() {}
    };

    private final Engine engine =
            new Engine(loops, Chance.seeded(1), Duration.ofMinutes(10), Quota.DEFAULT, Store.empty(), journal);

    @AfterEach
    void close() {
        engine.close();
    }

    private void put(@Nullable Place place) {
        engine.apply(PutOp.of(Bytes.of("a"), Bytes.of("b")), Guard.NONE, new Answer<>() {
            @Override
            public @Nullable Place near() {
                return place;
            }

            @Override
            public void done(OpResult result) {
                told.add(result.revision());
            }

            @Override
            public void failed(RuntimeException why) {
                throw why;
            }
        });
    }

    private void runNear() {
        for (Runnable task = near.poll(); task != null; task = near.poll()) {
            task.run();
        }
    }

    @Test
    @DisplayName("a quick disk is waited for where the call came in")
    void quickDisk() {
        put(Place.next(near::add));
        assertThat(near).hasSize(1);
        loops.runUntilIdle();
        assertThat(told).isEmpty();
        runNear();
        assertThat(told).containsExactly(2L);
    }

    @Test
    @DisplayName("several calls that come before the disk is asked are written once")
    void together() {
        Place place = Place.next(near::add);
        put(place);
        put(place);
        put(place);
        runNear();
        assertThat(synced).containsExactly(3L);
        assertThat(told).containsExactly(2L, 3L, 4L);
    }

    @Test
    @DisplayName("a slow disk is waited for elsewhere, until it is quick again")
    void slowDisk() {
        Place place = Place.next(near::add);
        slow = true;
        put(place);
        runNear();
        slow = false;
        put(place);
        assertThat(near).isEmpty();
        loops.runUntilIdle();
        assertThat(told).containsExactly(2L, 3L);
        put(place);
        assertThat(near).hasSize(1);
        runNear();
        assertThat(told).containsExactly(2L, 3L, 4L);
    }

    @Test
    @DisplayName("that somebody else has waited says nothing of the disk")
    void safeAlready() {
        Place place = Place.next(near::add);
        slow = true;
        put(place);
        put(null);
        loops.runUntilIdle(); // waits for both
        runNear();
        assertThat(synced).containsExactly(2L);
        put(place);
        assertThat(near).isEmpty();
        loops.runUntilIdle();
        assertThat(told).containsExactly(3L, 2L, 4L);
    }

    @Test
    @DisplayName("who may not be kept is not")
    void nowhere() {
        put(null);
        assertThat(near).isEmpty();
        loops.runUntilIdle();
        assertThat(told).containsExactly(2L);
    }
}
