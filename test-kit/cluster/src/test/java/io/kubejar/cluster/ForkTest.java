package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies of a cluster that go their own ways. */
class ForkTest {
    private static final String WEB = Samples.web(2);

    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder().mode(mode).heartbeats(false).start();
    }

    private static List<String> pods(KubeCluster cluster) {
        return cluster.list("pods", "default").stream().map(ApiObject::name).toList();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromWhereTheOtherIs(Mode mode) {
        try (KubeCluster base = start(mode)) {
            base.apply(WEB);
            base.settle();
            long writes = base.timeline().count();
            try (KubeCluster fork = base.fork()) {
                assertThat(pods(fork)).isEqualTo(pods(base)).hasSize(2);
                if (mode != Mode.LIVE) {
                    assertThat(fork.time().now()).isEqualTo(base.time().now());
                }
                fork.settle();
                assertThat(fork.timeline().after(writes))
                        .as("a copy at rest is at rest, but for the event of a restarted node controller")
                        .allMatch(entry -> entry.path().contains("/events/node-"));
                fork.apply(WEB.replace("replicas: 2", "replicas: 4"));
                fork.settle();
                assertThat(pods(fork)).hasSize(4);
                assertThat(fork.get("deploy", "default", "web")
                                .at("status", "availableReplicas")
                                .asInt())
                        .isEqualTo(4);
                base.settle();
                assertThat(pods(base)).hasSize(2);
                assertThat(base.timeline().count()).isEqualTo(writes);
                assertThat(fork.faults()).isEmpty();
            }
            base.delete("deploy", "default", "web");
            base.settle();
            assertThat(pods(base)).isEmpty();
            assertThat(base.faults()).isEmpty();
        }
    }

    /** The same revision holds different things on both sides after a fork. */
    @ParameterizedTest
    @EnumSource
    void eachSideReadsItsOwn(Mode mode) {
        try (KubeCluster base = start(mode)) {
            base.settle();
            try (KubeCluster fork = base.fork()) {
                fork.settle();
                base.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {side: base}}");
                fork.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {side: fork}}");
                ApiObject ofBase = base.get("cm", "default", "a");
                ApiObject ofFork = fork.get("cm", "default", "a");
                if (mode != Mode.LIVE) {
                    assertThat(ofBase.revision()).isEqualTo(ofFork.revision());
                }
                assertThat(ofBase.at("data", "side").asText()).isEqualTo("base");
                assertThat(ofFork.at("data", "side").asText()).isEqualTo("fork");
            }
        }
    }

    @Test
    void timesGoApart() {
        try (KubeCluster base = start(Mode.VIRTUAL);
                KubeCluster fork = base.fork()) {
            fork.time().advance(Duration.ofDays(1));
            assertThat(Duration.between(base.time().now(), fork.time().now())).isEqualTo(Duration.ofDays(1));
        }
    }

    @Test
    void forkOutlivesItsBase() {
        KubeCluster base = start(Mode.LIVE);
        base.apply(WEB);
        base.settle();
        try (KubeCluster fork = base.fork()) {
            base.close();
            fork.delete("deploy", "default", "web");
            fork.settle();
            assertThat(pods(fork)).isEmpty();
            ThrowableAssert.ThrowingCallable gone = () -> fork.get("deploy", "default", "web");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(gone)).isInstanceOf(StatusException.class);
        }
    }

    @Test
    void whatIsMadeInACopyGetsIdsOfItsOwnAlsoWithTheSeedOfItsBase() {
        try (KubeCluster base = KubeCluster.builder().seed(1).heartbeats(false).start();
                KubeCluster fork = base.fork(1)) {
            fork.apply(WEB);
            fork.settle();
            assertThat(fork.violations()).isEmpty();
            assertThat(fork.list("pods", "default")).hasSize(2);
            List<String> known =
                    base.list("clusterroles", "").stream().map(ApiObject::uid).toList();
            assertThat(fork.list("pods", "default")).noneMatch(pod -> known.contains(pod.uid()));
        }
    }
}
