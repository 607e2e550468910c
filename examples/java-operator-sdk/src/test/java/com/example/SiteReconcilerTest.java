package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.fabric8.Fabric8;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's client has no sockets, and its reconciler runs on the cluster's loops: settle() knows of both. */
class SiteReconcilerTest {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: sites.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: sites, singular: site, kind: Site}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, properties: {servers: {type: integer}}}
                      status: {type: object, properties: {ready: {type: integer}}}
            """;
    private static final String SITE = """
            apiVersion: example.com/v1
            kind: Site
            metadata: {name: news, namespace: default}
            spec: {servers: %d}
            """;

    private KubeCluster cluster;
    private KubernetesClient client;
    private Operator operator;

    @BeforeEach
    void start() {
        cluster = KubeCluster.builder().mode(Mode.VIRTUAL).heartbeats(false).start();
        cluster.apply(DEFINITION);
        cluster.settle();
        client = Fabric8.client(cluster);
        ExecutorService threads = cluster.http().executor("site-operator");
        operator = new Operator(settings ->
                settings.withKubernetesClient(client).withCloseClientOnStop(false).withExecutorService(threads));
        operator.register(new SiteReconciler());
        operator.start();
    }

    @AfterEach
    void stop() {
        operator.stop();
        cluster.close();
    }

    private Site site() {
        return client.resources(Site.class).inNamespace("default").withName("news").get();
    }

    @Test
    void aSiteGetsItsServers() {
        cluster.apply(SITE.formatted(2));
        cluster.settle();
        assertEquals(2, client.pods().inNamespace("default").withLabel("site", "news").list().getItems().size());
        assertEquals(2, site().getStatus().ready);

        cluster.apply(SITE.formatted(3));
        cluster.settle();
        assertEquals(3, site().getStatus().ready);
    }

    @Test
    void itsServersGoWithIt() {
        cluster.apply(SITE.formatted(1));
        cluster.settle();
        assertNotNull(client.apps().deployments().inNamespace("default").withName("news").get());
        cluster.delete("sites", "default", "news");
        cluster.settle();
        assertNull(client.apps().deployments().inNamespace("default").withName("news").get());
    }
}
