package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.junit.KubeTest;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KubeTest
class CopyOperatorTest {
    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: colours, namespace: default, labels: {copy-to: team}}
            data: {sky: %s}
            """;

    private KubeCluster cluster;
    private KubernetesClient client;
    private CopyOperator operator;

    @BeforeEach
    void start() {
        cluster.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: team}
                """);
        operator = new CopyOperator(client);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aCopyIsMade() {
        cluster.apply(MAP.formatted("blue"));
        assertNotNull(copy("blue"));
    }

    @Test
    void aCopyFollows() {
        cluster.apply(MAP.formatted("blue"));
        copy("blue");
        cluster.apply(MAP.formatted("grey"));
        assertEquals("grey", copy("grey").getData().get("sky"));
    }

    @Test
    void aCopyGoesWithItsOriginal() {
        cluster.apply(MAP.formatted("blue"));
        copy("blue");
        cluster.delete("configmaps", "default", "colours");
        client.configMaps()
                .inNamespace("team")
                .withName("colours")
                .waitUntilCondition(Objects::isNull, 10, TimeUnit.SECONDS);
    }

    /** The operator has threads of its own, which the cluster cannot see: wait for what it does. */
    private ConfigMap copy(String sky) {
        return client.configMaps()
                .inNamespace("team")
                .withName("colours")
                .waitUntilCondition(
                        map -> map != null && sky.equals(map.getData().get("sky")), 10, TimeUnit.SECONDS);
    }
}
