package io.kubejar.junit;

import static io.kubejar.junit.Runs.containerFailure;
import static io.kubejar.junit.Runs.failure;
import static io.kubejar.junit.Runs.reports;
import static io.kubejar.junit.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Lease;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.grpc.stub.StreamObserver;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.error.StatusException;
import io.kubejar.testing.Threads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.Events;

/** Runs small test classes and looks at what became of them. */
class KubeTestTest {
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: only, namespace: default}
            """;
    private static final String TOO_LARGE = """
            apiVersion: v1
            kind: Pod
            metadata: {name: huge, namespace: default}
            spec:
              containers:
              - name: main
                image: nginx
                resources: {requests: {cpu: "100000"}}
            """;

    private static final List<KubeCluster> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Threads.named("kubejar")).isEmpty();
    }

    @KubeTest(nodes = 2)
    static class OwnClusters {
        @BeforeEach
        void setUp(KubeCluster cluster) {
            SEEN.add(cluster);
        }

        @Test
        void first(KubeCluster cluster) {
            assertThat(cluster).isSameAs(SEEN.get(SEEN.size() - 1));
            assertThat(cluster.apply(CONFIG)).hasSize(1);
            assertThat(cluster.list("nodes", "")).hasSize(2);
        }

        @Test
        void second(KubeCluster cluster) {
            assertThat(cluster.list("configmaps", "default"))
                    .noneMatch(map -> map.name().equals("only"));
        }
    }

    @Test
    @DisplayName("each test has its own cluster, shared with its @BeforeEach")
    void eachTestHasItsOwnCluster() {
        run(OwnClusters.class).assertStatistics(all -> all.started(2).succeeded(2));
        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
    }

    @KubeTest(scope = KubeTest.Scope.CLASS)
    static class SharedCluster {
        @BeforeAll
        static void before(KubeCluster cluster) {
            SEEN.add(cluster);
            cluster.apply(CONFIG);
        }

        @Test
        void outer(KubeCluster cluster) {
            SEEN.add(cluster);
            assertThat(cluster.get("configmaps", "default", "only").name()).isEqualTo("only");
        }

        @Nested
        class Inner {
            @Test
            void inner(KubeCluster cluster) {
                SEEN.add(cluster);
            }
        }

        @AfterAll
        static void after(KubeCluster cluster) {
            SEEN.add(cluster);
            assertThat(cluster.list("configmaps", "default")).isNotEmpty();
        }
    }

    @Test
    @DisplayName("a class may share one cluster, with the classes nested in it")
    void aClassMayShareOneCluster() {
        run(SharedCluster.class).assertStatistics(all -> all.started(2).succeeded(2));
        assertThat(SEEN).hasSize(4);
        assertThat(SEEN.stream().distinct()).hasSize(1);
    }

    @KubeTest
    static class NotAsked {
        @Test
        void withoutParameter() {
            assertThat(Threads.named("kubejar")).isEmpty();
        }
    }

    @Test
    @DisplayName("no cluster starts when nobody asks for one")
    void noClusterStartsUnasked() {
        run(NotAsked.class).assertStatistics(all -> all.succeeded(1));
    }

    @KubeTest
    static class Copies {
        @BeforeAll
        static void before(KubeCluster cluster) {
            SEEN.add(cluster);
            cluster.apply(CONFIG);
        }

        @Test
        void deletes(KubeCluster cluster) {
            SEEN.add(cluster);
            cluster.delete("configmaps", "default", "only");
        }

        @Test
        void deletesToo(KubeCluster cluster) {
            SEEN.add(cluster);
            cluster.delete("configmaps", "default", "only");
        }

        @AfterAll
        static void after(KubeCluster cluster) {
            assertThat(cluster).isSameAs(SEEN.get(0));
            assertThat(cluster.get("configmaps", "default", "only").name()).isEqualTo("only");
        }
    }

    @Test
    @DisplayName("each test has a copy of the cluster that @BeforeAll has prepared")
    void eachTestHasACopy() {
        run(Copies.class).assertStatistics(all -> all.started(2).succeeded(2));
        assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
    }

    static class TooEarly {
        @BeforeAll
        static void before() {
            SEEN.clear();
        }

        @KubeTest
        @Test
        void own(KubeCluster cluster) {
            SEEN.add(cluster);
        }
    }

    @Test
    @DisplayName("a single test may have a cluster in a class without one")
    void aSingleTestMayHaveACluster() {
        run(TooEarly.class).assertStatistics(all -> all.succeeded(1));
        assertThat(SEEN).hasSize(1);
    }

    @KubeTest
    static class Failing {
        @Test
        void fails(KubeCluster cluster) {
            cluster.apply(TOO_LARGE);
            cluster.settle();
            throw new AssertionError("on purpose");
        }

        @Test
        void refused(KubeCluster cluster) {
            cluster.get("pods", "default", "gone");
        }
    }

    @Test
    @DisplayName("a failed test tells who wrote what, and why a pod does not run")
    void aFailedTestTellsItsStory() {
        Events events = run(Failing.class);
        events.assertStatistics(all -> all.failed(2));
        assertThat(failure(events, "fails")).hasMessage("on purpose");
        assertThat(failure(events, "refused")).isInstanceOf(StatusException.class);
        assertThat(reports(events))
                .hasSize(2)
                .anySatisfy(story -> assertThat(story)
                        .startsWith("what was written, by whom, and woken by which revision:\n")
                        .containsPattern("create +/api/v1/namespaces/default/pods/huge +by kubernetes-admin")
                        .contains("pod default/huge is Pending, not assigned to a node"));
    }

    @KubeTest(scope = KubeTest.Scope.CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class SecondFails {
        @Test
        void first(KubeCluster cluster) {
            cluster.apply(CONFIG);
        }

        @Test
        void second(KubeCluster cluster) {
            cluster.apply(CONFIG.replace("only", "late"));
            throw new AssertionError("on purpose");
        }
    }

    @Test
    @DisplayName("the story begins with the failed test, and stands on standard error in one block")
    void theStoryBeginsWithTheFailedTest() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Events events = run(SecondFails.class);
            assertThat(reports(events))
                    .singleElement()
                    .asString()
                    .contains("/configmaps/late")
                    .doesNotContain("/configmaps/only");
            assertThat(printed.toString(StandardCharsets.UTF_8))
                    .contains("kubejar: second(KubeCluster) failed; "
                            + reports(events).get(0));
        } finally {
            System.setErr(usual);
        }
    }

    static class OnlyMethod {
        @Test
        @KubeTest
        void with(KubeCluster cluster) {
            SEEN.add(cluster);
        }

        @Test
        @KubeTest(scope = KubeTest.Scope.CLASS)
        void wrong() {
            SEEN.add(null);
        }
    }

    @Test
    @DisplayName("a method alone may have the annotation, but no scope CLASS")
    void aMethodAloneMayHaveTheAnnotation() {
        Events events = run(OnlyMethod.class);
        events.assertStatistics(all -> all.succeeded(1).failed(1));
        assertThat(failure(events, "wrong")).hasMessage("@KubeTest(scope = CLASS) belongs on a class, not on wrong");
        assertThat(SEEN).singleElement().isNotNull();
    }

    @KubeTest
    static class Leaking {
        @Test
        void leaks() {
            SEEN.add(KubeCluster.start());
        }
    }

    @Test
    @DisplayName("a class that leaves a cluster behind fails")
    void aClassThatLeavesAClusterBehindFails() {
        try {
            assertThat(containerFailure(Leaking.class))
                    .hasMessageStartingWith("threads of a cluster are left, is one not closed? [kubejar-");
        } finally {
            SEEN.forEach(KubeCluster::close);
        }
    }

    @KubeTest
    static class Faulty {
        @Test
        void passes(KubeCluster cluster) throws Exception {
            Lease leases = cluster.etcdClient().getLeaseClient();
            AtomicInteger renewals = new AtomicInteger();
            leases.keepAlive(leases.grant(1).get().getID(), new StreamObserver<>() {
                @Override
                public void onNext(LeaseKeepAliveResponse renewed) {
                    if (renewals.incrementAndGet() == 2) { // the first answers the call, the second comes from a loop
                        throw new IllegalStateException("on purpose");
                    }
                }

                @Override
                public void onError(Throwable why) {
                    renewals.set(0);
                }

                @Override
                public void onCompleted() {
                    renewals.set(0);
                }
            });
            await().until(() -> !cluster.faults().isEmpty());
        }
    }

    @Test
    @DisplayName("a test in whose cluster a component met a fault fails")
    void aTestWithAFaultFails() {
        Events events = run(Faulty.class);
        assertThat(failure(events, "passes"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("components of the cluster met faults: [")
                .hasMessageContaining("on purpose");
        assertThat(reports(events)).singleElement().asString().contains("fault: ");
    }
}
