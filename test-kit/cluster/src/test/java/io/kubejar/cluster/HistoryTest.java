package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.options.CompactOption;
import io.kubejar.cluster.history.Condition;
import io.kubejar.cluster.history.History;
import io.kubejar.cluster.history.State;
import io.kubejar.cluster.history.View;
import io.kubejar.cluster.history.ViewDiff;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The past of whole clusters. */
class HistoryTest {
    private static final String CONFIG = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: \"%s\"}}";
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "nginx:1"}]}
            """;

    private static KubeCluster start(Mode mode) {
        return KubeCluster.builder().mode(mode).heartbeats(false).start();
    }

    private static ApiObject config(KubeCluster cluster, String value) {
        return cluster.apply(String.format(CONFIG, value)).get(0);
    }

    @ParameterizedTest
    @EnumSource
    void looksBack(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            long first = config(cluster, "1").revision();
            long second = config(cluster, "2").revision();
            cluster.delete("cm", "default", "a");
            View then = cluster.at(first);
            assertThat(then.get("configmap", "default", "a").at("data", "x").asText())
                    .isEqualTo("1");
            assertThat(then.get("configmap", "default", "a").revision()).isEqualTo(first);
            assertThat(then.list("cm", "default")).anyMatch(map -> map.name().equals("a"));
            assertThatThrownBy(() -> cluster.at(cluster.revision()).get("cm", "default", "a"))
                    .hasMessage("configmaps \"a\" not found");
            ViewDiff diff = then.diff(cluster.at(second));
            assertThat(diff.changed())
                    .anySatisfy(change ->
                            assertThat(change.toString()).isEqualTo("~ ConfigMap default/a\n    ~ data.x: 1 -> 2"));
            assertThat(cluster.at(second).diff(cluster.at(cluster.revision())).removed())
                    .anyMatch(object -> object.name().equals("a"));
            assertThat(cluster.history().of("cm", "default", "a").createdOnce().states())
                    .extracting(State::revision, State::exists)
                    .startsWith(
                            org.assertj.core.groups.Tuple.tuple(first, true),
                            org.assertj.core.groups.Tuple.tuple(second, true))
                    .hasSize(3);
        }
    }

    @Test
    void refusesInEtcdsWords() {
        try (KubeCluster cluster = start(Mode.VIRTUAL)) {
            long first = config(cluster, "1").revision();
            long second = config(cluster, "2").revision();
            View view = cluster.at(first);
            cluster.etcdClient()
                    .getKVClient()
                    .compact(second, CompactOption.DEFAULT)
                    .join();
            for (var read : new org.assertj.core.api.ThrowableAssert.ThrowingCallable[] {
                () -> cluster.at(first),
                () -> view.get("cm", "default", "a"),
                () -> cluster.history().since(first)
            }) {
                assertThatThrownBy(read)
                        .isInstanceOfSatisfying(
                                StatusException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED))
                        .hasMessage("etcdserver: mvcc: required revision has been compacted");
            }
            assertThatThrownBy(() -> cluster.at(cluster.revision() + 1))
                    .hasMessage("etcdserver: mvcc: required revision is a future revision");
            config(cluster, "3");
            assertThat(cluster.history().of("cm", "default", "a").states())
                    .extracting(state -> state.object().at("data", "x").asText())
                    .containsExactly("2", "3");
        }
    }

    @Test
    void goesBackInTime() {
        try (KubeCluster cluster = start(Mode.VIRTUAL)) {
            config(cluster, "1");
            Instant then = cluster.time().now();
            cluster.time().advance(Duration.ofHours(2));
            config(cluster, "2");
            assertThat(cluster.at(then)
                            .get("cm", "default", "a")
                            .at("data", "x")
                            .asText())
                    .isEqualTo("1");
            assertThat(cluster.at(cluster.time().now())
                            .get("cm", "default", "a")
                            .at("data", "x")
                            .asText())
                    .isEqualTo("2");
            assertThatThrownBy(() -> cluster.at(then.minus(Duration.ofDays(1))))
                    .hasMessageStartingWith("nothing is known of a write at ");
            assertThatThrownBy(() -> cluster.at(then.plus(Duration.ofDays(9)))).hasMessageContaining("is yet to come");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRolloutKeepsItsPromise(Mode mode) {
        try (KubeCluster cluster = start(mode)) {
            cluster.apply(WEB);
            cluster.settle();
            long mark = cluster.revision();
            cluster.apply(WEB.replace("nginx:1", "nginx:2"));
            cluster.settle();
            History history = cluster.history().since(mark);
            history.podsOf("deployments", "default", "web")
                    .neverWithout(Condition.isTrue("Ready"))
                    .neverMoreThan(4);
            assertThatThrownBy(() -> history.podsOf("deploy", "default", "web").neverMoreThan(2))
                    .hasMessageStartingWith(
                            "pods in default that are of Deployment web should never have been more than 2, but there were 3")
                    .hasMessageContaining("create  /api/v1/namespaces/default/pods/web-")
                    .hasMessageContaining("by kubernetes-admin");
            for (ApiObject pod : cluster.list("pods", "default")) {
                cluster.history()
                        .of("pods", "default", pod.name())
                        .createdOnce()
                        .first(Condition.has("spec", "nodeName"))
                        .then(Condition.isTrue("Ready"));
            }
            assertThatThrownBy(history::isQuiet)
                    .hasMessageStartingWith(
                            "nothing should have been written after revision " + mark + ", but there were ");
            cluster.history().since(cluster.revision()).isQuiet();
        }
    }
}
