package io.kubejar.junit;

import static io.kubejar.junit.Runs.failure;
import static io.kubejar.junit.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Resources;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a test leaves behind in its cluster. */
class StoreChecksTest {
    @KubeTest
    static class Unsound {
        @Test
        void bindsToNoNode(KubeCluster cluster) {
            cluster.apply(
                    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {nodeName: never, containers: [{name: c,"
                            + " image: nginx}]}}");
        }

        @Test
        void leavesAWatch(KubeCluster cluster) {
            cluster.client()
                    .watch(ResourceRef.of(Resources.PODS), new WatchOptions("", "", 0, false), new WatchHandler() {
                        @Override
                        public void onEvent(WatchEvent event) {}

                        @Override
                        public void onClose(StatusException why) {}
                    });
        }

        @Test
        void isSound(KubeCluster cluster) {
            cluster.apply(
                    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx}]}}");
        }
    }

    @Test
    @DisplayName("a store that is not sound and a watch that is left open fail the test")
    void whatIsLeftFails() {
        var events = run(Unsound.class);
        events.assertStatistics(all -> all.succeeded(1).failed(2));
        assertThat(failure(events, "bindsToNoNode"))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "the store is not sound:\n  pods are bound to nodes that exist, or have existed: Pod default/p is"
                                + " bound to node never, which never was there");
        assertThat(failure(events, "leavesAWatch"))
                .hasMessage("watches are left open: kubernetes-admin watches /api/v1/pods");
    }
}
