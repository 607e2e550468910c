package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.fabric8.Fabric8;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing here waits for time: the operator runs on the cluster's one thread, in any order that may happen. */
class TokenOperatorTest {
    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web, namespace: default, labels: {token: wanted}}
            """;

    private static KubeCluster base;

    @BeforeAll
    static void start() {
        base = KubeCluster.builder().seed(1).heartbeats(false).start();
    }

    @AfterAll
    static void stop() {
        base.close();
    }

    /** The claim: one ConfigMap, one Secret. */
    private static void thereIsOneSecret(KubeCluster cluster, Function<KubernetesClient, TokenOperator> operator) {
        KubernetesClient client = Fabric8.client(cluster);
        try (TokenOperator running = operator.apply(client)) {
            cluster.apply(MAP);
            cluster.settle();
            assertEquals(1, client.secrets().inNamespace("default").withLabel("token-of", "web").list().getItems().size());
        }
    }

    @Test
    void theRaceIsFoundAndItsStoryIsShort() {
        AssertionError found = assertThrows(
                AssertionError.class, () -> base.explore().check(copy -> thereIsOneSecret(copy, TokenOperator::racy)));
        assertTrue(found.getMessage().contains("order that was tried"), "in the usual order the race does not show");
        long steps = found.getMessage().lines().filter(line -> line.startsWith("  at turn ")).count();
        assertTrue(steps >= 1 && steps <= 10, found.getMessage());
        assertEquals("expected: <1> but was: <2>", found.getCause().getMessage());
    }

    @Test
    void theMendedOperatorHoldsInEveryOrderThatIsTried() {
        base.explore().orders(50).check(copy -> thereIsOneSecret(copy, TokenOperator::mended));
    }
}
