package io.kubejar.cluster;

import io.kubejar.testing.SeededTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same scenarios live, in virtual time, and in many orders. */
class ScenarioTest {
    private static KubeCluster live;
    private static KubeCluster virtual;
    private static KubeCluster seeded;

    @BeforeAll
    static void start() {
        live = KubeCluster.builder().nodes(2).start();
        virtual = KubeCluster.builder().nodes(2).mode(Mode.VIRTUAL).start();
        seeded = KubeCluster.builder().nodes(2).seed(1).start();
        live.settle();
    }

    @AfterAll
    static void stop() {
        live.close();
        virtual.close();
        seeded.close();
    }

    private static void play(Scenario scenario, KubeCluster copy) {
        try (copy) {
            copy.settle();
            scenario.play(copy);
        }
    }

    @ParameterizedTest
    @EnumSource
    void live(Scenario scenario) {
        play(scenario, live.fork());
    }

    @ParameterizedTest
    @EnumSource
    void inVirtualTime(Scenario scenario) {
        play(scenario, virtual.fork());
    }

    /** One order for each seed; {@code -Dkubejar.seeds=1000} tries more of them. */
    @SeededTest
    void inManyOrders(long seed) {
        for (Scenario scenario : Scenario.values()) {
            play(scenario, seeded.fork(seed));
        }
    }
}
