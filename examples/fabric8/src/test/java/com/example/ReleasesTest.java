package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.junit.KubeTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@KubeTest
class ReleasesTest {
    @Test
    void aReleaseRunsItsReplicas(KubeCluster cluster, KubernetesClient client) {
        Releases releases = new Releases(client);
        assertFalse(releases.isReleased("default", "web"));

        releases.release("default", "web", "nginx:1", 3);
        cluster.settle();

        assertTrue(releases.isReleased("default", "web"));
        assertEquals(3, client.pods().inNamespace("default").withLabel("app", "web").list().getItems().size());
    }

    @Test
    void anotherImageReplacesAllPods(KubeCluster cluster, KubernetesClient client) {
        Releases releases = new Releases(client);
        releases.release("default", "web", "nginx:1", 2);
        cluster.settle();
        releases.release("default", "web", "nginx:2", 2);
        cluster.settle();

        assertTrue(releases.isReleased("default", "web"));
        List<String> images = client.pods().inNamespace("default").withLabel("app", "web").list().getItems().stream()
                .map(pod -> pod.getSpec().getContainers().get(0).getImage())
                .toList();
        assertEquals(List.of("nginx:2", "nginx:2"), images);
    }
}
