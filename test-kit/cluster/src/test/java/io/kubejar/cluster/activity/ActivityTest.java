package io.kubejar.cluster.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.Samples;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.Test;

/** How busy everybody is. */
class ActivityTest {
    private static final String WEB = Samples.web(2);

    @Test
    void controllersKeepWithinABudget() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            Activity before = cluster.activity();
            cluster.apply(WEB);
            cluster.settle();
            Activity rollout = cluster.activity().since(before);
            Counts deployments = rollout.of("deployment-controller");
            assertThat(deployments.writes()).isPositive();
            assertThat(deployments.reconciles()).isPositive().isLessThan(50);
            assertThat(deployments.failedReconciles()).isZero();
            rollout.within(Budget.of("deployment-controller")
                    .reconciles(50)
                    .unchangedWrites(0)
                    .conflicts(0));
            assertThatThrownBy(() ->
                            rollout.within(Budget.of("deployment-controller").reconciles(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("system:serviceaccount:kube-system:deployment-controller: "
                            + deployments.reconciles() + " reconciles where 1 is allowed")
                    .hasMessageContaining(" times reconciled default/web");
            Activity rest = cluster.activity();
            cluster.settle();
            cluster.activity().since(rest).within(Budget.of("").writes(0).reconciles(0));
        }
    }

    @Test
    void countsWhatChangesNothingAndConflicts() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            ApiClient client = cluster.client("jane", "system:masters");
            ApiObject made = cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: \"1\"}}")
                    .get(0);
            ResourceRef ref = ResourceRef.of(Resources.CONFIG_MAPS, "default", "a");
            client.update(ref, made, WriteOptions.NONE);
            client.update(ref, made, WriteOptions.NONE);
            client.update(ref, made.edit(root -> root.withObject("/data").put("x", "2")), WriteOptions.NONE);
            ApiObject late = made.edit(root -> root.withObject("/data").put("x", "3"));
            assertThatThrownBy(() -> client.update(ref, late, WriteOptions.NONE))
                    .isInstanceOf(StatusException.class);
            assertThat(cluster.activity().of("jane")).isEqualTo(new Counts(0, 0, 1, 2, 1, 0));
            assertThat(cluster.timeline().entries(entry -> entry.user().equals("jane")))
                    .hasSize(1);
            assertThatThrownBy(() -> cluster.activity().within(Budget.of("jane").unchangedWrites(1)))
                    .hasMessage("a budget is exceeded\n  jane: 2 writes that changed nothing where 1 is allowed\n"
                            + "    2 times nothing to write at /api/v1/namespaces/default/configmaps/a");
        }
    }

    @Test
    void bindingsAndEvictionsAreInTheTimeline() {
        try (KubeCluster cluster = KubeCluster.builder().mode(Mode.VIRTUAL).start()) {
            cluster.apply(WEB);
            cluster.settle();
            assertThat(cluster.timeline()
                            .entries(entry -> entry.path().endsWith("/binding")
                                    && entry.user().equals("system:kube-scheduler")
                                    && entry.revision() > 0))
                    .hasSize(2);
        }
    }
}
