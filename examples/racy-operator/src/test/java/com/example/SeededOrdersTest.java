package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.junit.KubeTest;
import io.kubejar.junit.SeedSource;

/** Each seed is another order of everything, the same each time; the client that is injected has no sockets. */
@KubeTest(mode = Mode.SEEDED)
class SeededOrdersTest {
    @SeedSource(5)
    void everyMapGetsItsSecret(KubeCluster cluster, KubernetesClient client) {
        try (TokenOperator operator = TokenOperator.mended(client)) {
            for (int i = 0; i < 5; i++) {
                cluster.apply("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: map-%d, namespace: default, labels: {token: wanted}}
                        """.formatted(i));
            }
            cluster.settle();
            assertEquals(5, client.secrets().inNamespace("default").withLabel("token-of").list().getItems().size());
        }
    }
}
