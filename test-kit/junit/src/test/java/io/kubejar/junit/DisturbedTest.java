package io.kubejar.junit;

import static io.kubejar.junit.Runs.failure;
import static io.kubejar.junit.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.fault.Disturbance;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.Events;

/** Runs small disturbed test classes and looks at what became of them. */
class DisturbedTest {
    private static final List<String> SEEN = new ArrayList<>();

    private static void see(String where, KubeCluster cluster) {
        SEEN.add(where
                + cluster.disturb().active().stream().map(Disturbance::toString).toList());
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @KubeTest(mode = Mode.SEEDED)
    @Disturbed("kill kube-scheduler")
    static class ClassAndMethod {
        KubeCluster own;

        @BeforeEach
        void before() {
            see("before ", own);
        }

        @Test
        @Disturbed("cordon-node node-a")
        @Disturbed("fail verb=create resource=secrets code=503 times=1")
        void test(KubeCluster cluster) {
            see("test ", cluster);
        }

        @AfterEach
        void after() {
            see("after ", own);
        }
    }

    @Test
    void itLastsAsLongAsTheTest() {
        run(ClassAndMethod.class).assertStatistics(stats -> stats.succeeded(1));
        assertThat(SEEN)
                .containsExactly(
                        "before []",
                        "test [kill kube-scheduler, cordon-node node-a,"
                                + " fail verb=create resource=secrets code=503 times=1]",
                        "after []");
    }

    @KubeTest(mode = Mode.SEEDED, scope = KubeTest.Scope.CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Shared {
        @BeforeAll
        static void prepare(KubeCluster cluster) {
            cluster.disturb().cordonNode("node-a");
        }

        @Test
        @Disturbed("kill kube-apiserver")
        @Disturbed("compact")
        void first(KubeCluster cluster) {
            see("first ", cluster);
        }

        @Test
        void second(KubeCluster cluster) {
            see("second ", cluster);
            cluster.disturb().killComponent("kube-scheduler");
        }

        @Test
        void third(KubeCluster cluster) {
            see("third ", cluster);
        }
    }

    @Test
    void testsThatShareAClusterDisturbItEachForItself() {
        run(Shared.class).assertStatistics(stats -> stats.succeeded(3));
        assertThat(SEEN)
                .containsExactly(
                        "first [cordon-node node-a, kill kube-apiserver]",
                        "second [cordon-node node-a]",
                        "third [cordon-node node-a]");
    }

    @KubeTest(mode = Mode.SEEDED)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class Wrong {
        @Test
        @Disturbed("lose node-a")
        void a(KubeCluster cluster) {
            see("never ", cluster);
        }

        @Test
        @Disturbed("lose-node node-x")
        void b(KubeCluster cluster) {
            see("never ", cluster);
        }

        @Test
        @Disturbed("slow-etcd by=1s")
        void c(KubeCluster cluster) {
            see("never ", cluster);
        }
    }

    @Test
    void whatCannotBeIsToldByName() {
        Events events = run(Wrong.class);
        assertThat(SEEN).isEmpty();
        assertThat(failure(events, "a"))
                .hasMessageStartingWith("@Disturbed(\"lose node-a\"): there is no fault 'lose'; there are fail, ");
        assertThat(failure(events, "b"))
                .hasMessage("@Disturbed(\"lose-node node-x\"): there is no node node-x; there are [node-a]");
        assertThat(failure(events, "c"))
                .hasMessageStartingWith("@Disturbed(\"slow-etcd by=1s\"): where time stands still");
    }

    @KubeTest(mode = Mode.SEEDED)
    static class Failing {
        @Test
        @Disturbed("kill kube-scheduler")
        void test(KubeCluster cluster) {
            cluster.settle();
            throw new AssertionError("as wanted");
        }
    }

    @Test
    void theStoryTellsOfIt() {
        assertThat(Runs.reports(run(Failing.class)))
                .singleElement()
                .asString()
                .contains("disturbed by: kill kube-scheduler\n");
    }

    @KubeTest(mode = Mode.SEEDED)
    static class Parameterized {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @Disturbed("lose-node node-a")
        void test(int number, KubeCluster cluster) {
            see(number + " ", cluster);
        }
    }

    @Test
    void eachInvocationIsDisturbed() {
        run(Parameterized.class).assertStatistics(stats -> stats.succeeded(2));
        assertThat(SEEN).containsExactly("1 [lose-node node-a]", "2 [lose-node node-a]");
    }
}
