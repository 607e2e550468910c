package io.kubejar.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.error.StatusException;
import io.kubejar.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
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
    static class TooEarly {
        @BeforeAll
        static void before(KubeCluster cluster) {
            SEEN.add(cluster);
        }

        @Test
        void test() {
            assertThat(SEEN).isNotNull();
        }
    }

    @Test
    @DisplayName("a class cannot take the cluster of a test, and is told what to do")
    void aClassCannotTakeTheClusterOfATest() {
        Throwable failure = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(TooEarly.class))
                .execute()
                .containerEvents()
                .failed()
                .stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
        assertThat(failure)
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining("@KubeTest(scope = CLASS)");
        assertThat(SEEN).isEmpty();
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
        Throwable failure = failure(events, "fails");
        assertThat(failure).hasMessage("on purpose");
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(ClusterStory.class);
        assertThat(failure.getSuppressed()[0].toString())
                .startsWith("what was written, by whom, and woken by which revision:\n")
                .containsPattern("create +/api/v1/namespaces/default/pods/huge +by kubernetes-admin")
                .contains("pod default/huge is Pending, not assigned to a node");
        assertThat(failure(events, "refused")).isInstanceOf(StatusException.class);
    }

    private static Throwable failure(Events events, String test) {
        return events.failed().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().startsWith(test))
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }
}
