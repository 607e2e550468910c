package io.kubejar.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks of clients on a cluster's loops. */
class LoopExecutorTest {
    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder().mode(mode).heartbeats(false).start();
    }

    @ParameterizedTest
    @EnumSource
    void restIncludesTasksAndWhatTheyHandIn(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            ExecutorService executor = cluster.http().executor("test");
            AtomicInteger done = new AtomicInteger();
            for (int i = 0; i < 10; i++) {
                executor.execute(() -> executor.execute(done::incrementAndGet));
            }
            cluster.settle();
            assertThat(done).hasValue(10);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void oneTaskMayWaitForAnother(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            ExecutorService executor = cluster.http().executor("test");
            CompletableFuture<String> second = new CompletableFuture<>();
            CompletableFuture<String> first = CompletableFuture.supplyAsync(second::join, executor);
            executor.execute(() -> second.complete("done"));
            assertThat(first).succeedsWithin(10, SECONDS).isEqualTo("done");
        }
    }

    @Test
    void onOneThreadTasksRunInTheirOrder() {
        try (KubeCluster cluster = start(Mode.SEEDED)) {
            ExecutorService executor = cluster.http().executor("test");
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                executor.execute(() -> seen.add(number));
            }
            assertThat(seen).as("nothing runs before its turn").isEmpty();
            cluster.settle();
            assertThat(seen).containsExactly(0, 1, 2, 3, 4);
            assertThatThrownBy(() -> CompletableFuture.runAsync(() -> executor.execute(() -> {}))
                            .join())
                    .hasCauseInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("a seeded cluster has one thread");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIVE", "VIRTUAL"})
    void shuttingDownLetsWhatHasBegunEnd(Mode mode) throws InterruptedException {
        try (KubeCluster cluster = start(mode)) {
            ExecutorService executor = cluster.http().executor("test");
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            CompletableFuture<Boolean> task = CompletableFuture.supplyAsync(
                    () -> {
                        begun.countDown();
                        return await(go);
                    },
                    executor);
            begun.await();
            executor.shutdown();
            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.isTerminated()).isFalse();
            assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            go.countDown();
            assertThat(executor.awaitTermination(10, SECONDS)).isTrue();
            assertThat(task.join()).isTrue();
        }
    }

    @Test
    void whatHasNotBegunIsDropped() throws InterruptedException {
        try (KubeCluster cluster = start(Mode.SEEDED)) {
            ExecutorService executor = cluster.http().executor("test");
            List<String> seen = new ArrayList<>();
            executor.execute(() -> seen.add("never"));
            executor.shutdownNow();
            cluster.settle();
            assertThat(seen).isEmpty();
            assertThat(executor.awaitTermination(1, SECONDS)).isTrue();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
