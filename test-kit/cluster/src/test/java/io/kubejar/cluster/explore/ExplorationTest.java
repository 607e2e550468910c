package io.kubejar.cluster.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.operator.Reconciler;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Operators with and without a mistake. */
class ExplorationTest {
    private static final Gvk CONFIG_MAP = new Gvk("", "v1", "ConfigMap");
    private static final ResourceRef MAPS = ResourceRef.of(Resources.CONFIG_MAPS, "default");

    private static KubeCluster base;

    @BeforeAll
    static void start() {
        base = KubeCluster.builder().seed(1).heartbeats(false).start();
        base.settle();
    }

    @AfterAll
    static void stop() {
        base.close();
    }

    /** For a map "web" makes one more with a generated name, unless it sees one: but it looks only into its own copy. */
    private static final Reconciler RACY = (key, work) -> {
        if (key.name().equals("web") && work.cached("configmaps").get(key) != null) {
            Predicate<ApiObject> child = map -> "web".equals(Json.text(map.tree(), "data", "of"));
            if (work.cached("configmaps").in(key.namespace()).stream().noneMatch(child)) {
                ApiObject made = ApiObject.of(CONFIG_MAP, "default", "").edit(root -> {
                    Json.child(root, "metadata").remove("name");
                    Json.child(root, "metadata").put("generateName", "web-");
                    Json.child(root, "data").put("of", "web");
                });
                work.client().create(MAPS, made, WriteOptions.NONE);
            }
        }
    };

    /** The same with a fixed name: who comes second is told so by the server. */
    private static final Reconciler SOUND = (key, work) -> {
        if (key.name().equals("web") && work.cached("configmaps").get(key) != null) {
            ApiObject made = ApiObject.of(CONFIG_MAP, "default", "web-child")
                    .edit(root -> Json.child(root, "data").put("of", "web"));
            try {
                work.client().create(MAPS, made, WriteOptions.NONE);
            } catch (StatusException e) {
                if (!e.is(Reason.ALREADY_EXISTS)) {
                    throw e;
                }
            }
        }
    };

    private static void exactlyOneChild(KubeCluster cluster, Reconciler reconciler) {
        cluster.operator("web-operator").watches("configmaps").start(reconciler);
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: web}}");
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: web, labels: {changed: soon}}}");
        cluster.settle();
        assertThat(cluster.list("configmaps", "default").stream()
                        .filter(map -> "web".equals(Json.text(map.tree(), "data", "of"))))
                .hasSize(1);
    }

    @Test
    void raceIsFoundAndMadeShort() {
        Throwable failure = catchThrowable(() -> base.explore().check(copy -> exactlyOneChild(copy, RACY)));
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("order that was tried; it takes");
        assertThat(failure.getMessage().lines().filter(line -> line.startsWith("  at turn ")))
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(10);
        assertThat(failure.getCause()).hasMessageContaining("Expected size: 1 but was: 2");
    }

    @Test
    void theSameOrderIsFoundAgain() {
        Throwable first = catchThrowable(() -> base.explore().check(copy -> exactlyOneChild(copy, RACY)));
        Throwable second = catchThrowable(() -> base.explore().check(copy -> exactlyOneChild(copy, RACY)));
        assertThat(first).hasMessage(second.getMessage());
    }

    @Test
    void soundOperatorPassesInAllOrders() {
        assertThatCode(() -> base.explore().orders(100).check(copy -> exactlyOneChild(copy, SOUND)))
                .doesNotThrowAnyException();
    }

    @Test
    void failureInTheUsualOrderIsToldSo() {
        assertThat(catchThrowable(() -> base.explore().check(copy -> copy.get("pods", "default", "none"))))
                .hasMessage("it fails in the usual order of things")
                .hasRootCauseMessage("pods \"none\" not found");
    }

    @Test
    void operatorIsCalledAgainForWhatHasFailed() {
        try (KubeCluster copy = base.fork()) {
            int[] calls = new int[1];
            var operator = copy.operator("stubborn").watches("configmaps").start((key, work) -> {
                if (key.equals(new ObjectKey("default", "a")) && calls[0]++ < 3) {
                    throw new IllegalStateException("not yet");
                }
            });
            copy.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}");
            copy.settle();
            assertThat(calls[0]).isEqualTo(4);
            assertThat(operator.failures()).hasSize(3).allMatch(e -> "not yet".equals(e.getMessage()));
        }
    }
}
