package io.kubejar.junit;

import static io.kubejar.junit.Runs.reports;
import static io.kubejar.junit.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.Events;

/** Runs small seeded test classes and looks at what became of them. */
class SeedSourceTest {
    private static final List<String> STORIES = new ArrayList<>();

    @BeforeEach
    void forget() {
        STORIES.clear();
    }

    @KubeTest(mode = Mode.SEEDED, heartbeats = false)
    static class Orders {
        @BeforeAll
        static void before(KubeCluster cluster) {
            cluster.apply("""
                    apiVersion: apps/v1
                    kind: ReplicaSet
                    metadata: {name: web}
                    spec:
                      replicas: 0
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec: {containers: [{name: web, image: nginx}]}
                    """);
        }

        @SeedSource(3)
        void grows(KubeCluster cluster) {
            long before = cluster.timeline().count();
            cluster.apply("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web}, spec: {replicas: 3}}");
            cluster.settle();
            assertThat(cluster.list("pods", "default")).hasSize(3);
            STORIES.add(cluster.timeline().after(before).toString());
        }
    }

    @Test
    void eachSeedIsAnotherOrderAndTheSameOneEachTime() {
        run(Orders.class).assertStatistics(all -> all.started(3).succeeded(3));
        assertThat(STORIES).hasSize(3).doesNotHaveDuplicates();
        List<String> first = List.copyOf(STORIES);
        STORIES.clear();
        run(Orders.class);
        assertThat(STORIES).isEqualTo(first);
    }

    @KubeTest(mode = Mode.SEEDED, heartbeats = false)
    static class Failing {
        @SeedSource(2)
        void fails(KubeCluster cluster) {
            assertThat(cluster.list("nodes", "")).isEmpty();
        }
    }

    @Test
    void failedRunTellsHowToRepeatIt() {
        Events events = run(Failing.class);
        events.assertStatistics(all -> all.failed(2));
        assertThat(reports(events)).hasSize(2);
        assertThat(reports(events).get(1))
                .contains("mvn test -Dtest='" + Failing.class.getName() + "#fails' -Dkubejar.seed=2");
    }

    static class NotSeeded {
        @SeedSource(0)
        void none() {
            STORIES.add("ran");
        }
    }

    @Test
    void noSeedIsRefused() {
        run(NotSeeded.class);
        assertThat(STORIES).isEmpty();
    }
}
