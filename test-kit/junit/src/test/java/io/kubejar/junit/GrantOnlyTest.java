package io.kubejar.junit;

import static io.kubejar.junit.Runs.failure;
import static io.kubejar.junit.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.Events;

/** Clients with few rights, and budgets. */
class GrantOnlyTest {
    @KubeTest
    static class Granted {
        @Test
        void keepsWithinItsRoles(@GrantOnly("reader-role.yaml") ApiClient client) {
            client.list(ResourceRef.of(Resources.CONFIG_MAPS, "default"), ListOptions.ALL);
        }

        @Test
        void asksForMore(@GrantOnly(value = "reader-role.yaml", namespace = "other", account = "op") ApiClient client) {
            assertThatThrownBy(() -> client.list(ResourceRef.of(Resources.SECRETS, "other"), ListOptions.ALL))
                    .isInstanceOf(StatusException.class)
                    .hasMessageContaining("User \"system:serviceaccount:other:op\" cannot list resource \"secrets\"");
        }
    }

    @Test
    @DisplayName("a missing rule fails the test, an unused one is told")
    void missingFailsUnusedIsTold() {
        Events events = run(Granted.class);
        events.assertStatistics(all -> all.succeeded(1).failed(1));
        assertThat(failure(events, "asksForMore"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the roles of other/op lack: list secrets in other\n")
                .hasMessageContaining("kind: Role")
                .hasMessageContaining("- secrets");
        assertThat(events.reportingEntryPublished().stream()
                        .map(event -> event.getRequiredPayload(ReportEntry.class)
                                .getKeyValuePairs()
                                .get("kubejar unused rules")))
                .contains("Role default/reader: watch configmaps");
    }

    @KubeTest
    static class Busy {
        @Test
        @ActivityBudget(of = "kubernetes-admin", writes = 1)
        void writesTwice(KubeCluster cluster) {
            cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
            cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}");
        }

        @Test
        @ActivityBudget(of = "kubernetes-admin", writes = 1)
        @ActivityBudget(conflicts = 5)
        void writesOnce(KubeCluster cluster) {
            cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
        }
    }

    @Test
    @DisplayName("a budget that is exceeded fails the test")
    void budgets() {
        Events events = run(Busy.class);
        events.assertStatistics(all -> all.succeeded(1).failed(1));
        assertThat(failure(events, "writesTwice"))
                .hasMessage("a budget is exceeded\n  kubernetes-admin: 2 writes where 1 is allowed");
    }
}
