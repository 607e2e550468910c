package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Resources;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Watch handlers in process that do what they should not. */
class WatchFaultsTest {
    private static final ResourceRef MAPS = ResourceRef.of(Resources.CONFIG_MAPS, "default");

    private static String map(String name) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + ", namespace: default}}";
    }

    /** Remembers what it heard, and then does something. */
    private record Ears(List<String> heard, Consumer<WatchEvent> then) implements WatchHandler {
        static Ears then(Consumer<WatchEvent> then) {
            return new Ears(new CopyOnWriteArrayList<>(), then);
        }

        @Override
        public void onEvent(WatchEvent event) {
            heard.add(event.object().name());
            then.accept(event);
        }

        @Override
        public void onClose(@Nullable StatusException why) {
            heard.add(why == null ? "end" : why.getMessage());
        }
    }

    private static ApiClient.Watch watch(KubeCluster cluster, Ears ears) {
        return cluster.client().watch(MAPS, WatchOptions.from(cluster.revision()), ears);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @DisplayName("a handler that throws loses its watch, nobody else's, and is among the faults")
    void aHandlerThatThrowsIsAFault(Mode mode) {
        try (KubeCluster cluster = KubeCluster.builder().mode(mode).start()) {
            Ears broken = Ears.then(event -> {
                throw new IllegalStateException("clumsy");
            });
            Ears failed = Ears.then(event -> {
                throw new AssertionError("not as expected");
            });
            Ears well = Ears.then(event -> {});
            watch(cluster, broken);
            watch(cluster, failed);
            watch(cluster, well);
            cluster.apply(map("one"));
            cluster.apply(map("two"));
            cluster.settle();
            assertThat(broken.heard())
                    .containsExactly("one", "a watch handler failed: java.lang.IllegalStateException: clumsy");
            assertThat(failed.heard())
                    .containsExactly("one", "a watch handler failed: java.lang.AssertionError: not as expected");
            assertThat(well.heard()).containsExactly("one", "two");
            assertThat(cluster.faults())
                    .containsExactlyInAnyOrder(
                            "watch-cache-configmaps/v1: java.lang.IllegalStateException: clumsy",
                            "watch-cache-configmaps/v1: java.lang.AssertionError: not as expected");
        }
    }

    @Test
    @DisplayName("a handler may close its watch and others while it is told of an event")
    void aHandlerMayClose() {
        try (KubeCluster cluster = KubeCluster.start()) {
            ApiClient.Watch[] watches = new ApiClient.Watch[2];
            Ears second = Ears.then(event -> {});
            Ears first = Ears.then(event -> List.of(watches).forEach(ApiClient.Watch::close));
            Ears third = Ears.then(event -> {});
            watches[0] = watch(cluster, first);
            watches[1] = watch(cluster, second);
            watch(cluster, third);
            cluster.apply(map("one"));
            cluster.apply(map("two"));
            cluster.settle();
            assertThat(first.heard()).containsExactly("one");
            assertThat(second.heard()).isEmpty();
            assertThat(third.heard()).containsExactly("one", "two");
            assertThat(cluster.faults()).isEmpty();
        }
    }

    @Test
    @DisplayName("what a handler throws while it is told what is there already is its caller's")
    void theCallerHearsOfTheFirstEvents() {
        try (KubeCluster cluster = KubeCluster.start()) {
            cluster.apply(map("one"));
            Ears broken = Ears.then(event -> {
                throw new IllegalStateException("clumsy");
            });
            assertThatThrownBy(() -> cluster.client().watch(MAPS, WatchOptions.from(0), broken))
                    .hasMessage("clumsy");
            cluster.apply(map("two"));
            cluster.settle();
            assertThat(broken.heard()).hasSize(1);
            assertThat(cluster.faults()).isEmpty();
        }
    }
}
