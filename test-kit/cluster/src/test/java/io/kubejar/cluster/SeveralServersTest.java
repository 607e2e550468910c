package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.server.remote.HttpApiClient;
import io.kubejar.server.remote.KubeconfigReader;
import io.kubejar.server.remote.Remote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers of one cluster, on one etcd. */
class SeveralServersTest {
    private static final ResourceRef NODES = ResourceRef.of(Resources.NODES);
    private static final String READER = """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: robot, namespace: default}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: robot}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
            subjects: [{kind: ServiceAccount, name: robot, namespace: default}]
            """;

    @TempDir
    Path folder;

    private final EtcdServer etcd = EtcdServer.builder().grpcPort(0).start();

    @AfterEach
    void close() {
        etcd.close();
    }

    private KubeClusterBuilder server() {
        return KubeCluster.builder().etcdEndpoints("http://127.0.0.1:" + etcd.grpcPort());
    }

    /** A client that has the kubeconfig of one server and calls another one with it. */
    private ApiClient as(String kubeconfig, KubeCluster made, KubeCluster called) throws IOException {
        String text = kubeconfig.replace(made.url(), called.url());
        Remote remote = KubeconfigReader.read(Files.writeString(folder.resolve("kubeconfig"), text));
        return new HttpApiClient(remote, "test/1");
    }

    private static List<String> names(ApiClient client) {
        return client.list(NODES, ListOptions.ALL).items().stream()
                .map(ApiObject::name)
                .toList();
    }

    @Test
    @DisplayName(
            "a kubeconfig and a token made at one server are good at every other, and their nodes have names of their own")
    void oneClusterHoweverItIsEntered() throws IOException {
        try (KubeCluster first = server().nodes(2).start();
                KubeCluster second = server().start()) {
            first.apply(READER);
            ApiClient admin = as(first.kubeconfig(), first, second);
            ApiClient robot = as(second.kubeconfig("default", "robot"), second, first);
            assertThat(names(admin)).containsExactly("node-a", "node-b", "node-c");
            assertThat(names(robot)).containsExactly("node-a", "node-b", "node-c");
        }
        try (KubeCluster third = server().start()) {
            assertThat(third.kubeconfig()).doesNotContain("node-");
            assertThat(third.client()
                            .get(ResourceRef.of(Resources.NODES, "", "node-a"))
                            .uid())
                    .isNotEmpty();
        }
    }

    @Test
    @DisplayName("keys in a folder take the place of those in etcd, and half of them are refused by name")
    void keysInAFolder() throws IOException {
        try (KubeCluster first =
                        server().certDir(folder.resolve("pki")).nodes(0).start();
                KubeCluster second = server().certDir(folder.resolve("pki")).start()) {
            assertThat(names(as(first.kubeconfig(), first, second))).containsExactly("node-a");
            assertThat(etcd.client()
                            .getKVClient()
                            .get(key("/kubejar/pki/ca.crt"))
                            .join()
                            .getKvs())
                    .isEmpty();
        }
        etcd.client()
                .getKVClient()
                .put(key("/kubejar/pki/ca.crt"), key("a part"))
                .join();
        assertThatThrownBy(server()::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ca.key is missing among the keys that the servers share");
    }

    private static ByteSequence key(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("a start that fails late leaves neither its nodes nor the lead behind")
    void aFailedStartLeavesNothing() {
        try (KubeCluster first = server().start()) {
            first.delete("services", "default", "kubernetes");
            first.apply("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: squatter, namespace: default}
                    spec: {clusterIP: 10.96.0.1, ports: [{port: 443}]}
                    """);
        }
        assertThatThrownBy(server()::start).hasMessageContaining("provided IP is already allocated");
        assertThat(below("/kubejar/nodes/")).isEmpty();
        assertThat(below("/registry/leases/kube-system/kube-"))
                .hasSize(2)
                .allMatch(lease ->
                        Json.parse(lease).at("/spec/holderIdentity").asText("").isEmpty());
    }

    private List<String> below(String prefix) {
        GetOption all = GetOption.builder().isPrefix(true).build();
        return etcd
                .client()
                .getKVClient()
                .get(ByteSequence.from(prefix, StandardCharsets.UTF_8), all)
                .join()
                .getKvs()
                .stream()
                .map(entry -> entry.getValue().toString(StandardCharsets.UTF_8))
                .toList();
    }
}
