package io.kubejar.cluster.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What users of a cluster asked for. */
class PermissionsTest {
    @Test
    @DisplayName("B5 the smallest roles of a run are enough for the same run")
    void smallestRolesAreEnough() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            String account = "system:serviceaccount:default:op";
            String all = """
                    {apiVersion: v1, kind: ServiceAccount, metadata: {name: op}}
                    ---
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: ClusterRoleBinding
                    metadata: {name: op}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
                    subjects: [{kind: ServiceAccount, name: op, namespace: default}]
                    """;
            cluster.apply(String.format(all, "cluster-admin"));
            work(cluster);
            String roles = cluster.permissions().of(account).toYaml();
            assertThat(cluster.permissions().users()).contains(account);
            cluster.delete("clusterrolebinding", "", "op");
            assertThatThrownBy(() -> work(cluster))
                    .isInstanceOf(StatusException.class)
                    .hasMessageContaining("is forbidden");
            assertThat(cluster.permissions().of(account).refused()).containsExactly("list nodes");
            cluster.apply(roles);
            cluster.apply(String.format(all, "op"));
            cluster.apply("""
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: op}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: op}
                    subjects: [{kind: ServiceAccount, name: op, namespace: default}]
                    """);
            work(cluster);
        }
    }

    private static void work(KubeCluster cluster) {
        ApiClient client = cluster.accountClient("default", "op");
        client.list(ResourceRef.of(Resources.NODES), ListOptions.ALL);
        client.list(ResourceRef.of(Resources.CONFIG_MAPS, "default"), ListOptions.ALL);
        client.get(ResourceRef.of(Resources.SERVICES, "default", "kubernetes"));
    }
}
