package io.kubejar.junit;

import static io.kubejar.junit.Runs.containerFailure;
import static io.kubejar.junit.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Fields of test classes get what parameters get. */
class KubeTestFieldsTest {
    private static final List<KubeCluster> SEEN = new ArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Threads.named("kubejar")).isEmpty();
    }

    static class FieldsAbove {
        private KubeCluster above;

        KubeCluster above() {
            return above;
        }
    }

    @KubeTest
    static class OwnFields extends FieldsAbove {
        private KubeCluster cluster;

        @BeforeEach
        void isSetAlready(KubeCluster parameter) {
            assertThat(cluster).isSameAs(parameter).isSameAs(above());
        }

        @Test
        void first() {
            SEEN.add(cluster);
        }

        @Test
        void second() {
            SEEN.add(cluster);
        }

        @Nested
        class Inner {
            private KubeCluster inner;

            @Test
            void nested() {
                assertThat(inner).isSameAs(cluster);
                SEEN.add(inner);
            }
        }
    }

    @Test
    @DisplayName("fields get the cluster of the test, also those above and around")
    void fieldsGetTheClusterOfTheTest() {
        run(OwnFields.class).assertStatistics(all -> all.started(3).succeeded(3));
        assertThat(SEEN).hasSize(3).doesNotContainNull().doesNotHaveDuplicates();
    }

    @KubeTest(scope = KubeTest.Scope.CLASS)
    static class SharedField {
        private static KubeCluster shared;

        @BeforeAll
        static void before() {
            SEEN.add(shared);
        }

        @Test
        void test(KubeCluster cluster) {
            assertThat(cluster).isSameAs(shared);
        }

        @Test
        @KubeTest(nodes = 3)
        void own(KubeCluster cluster) {
            assertThat(cluster).isNotSameAs(shared);
            assertThat(cluster.list("nodes", "")).hasSize(3);
        }
    }

    @Test
    @DisplayName("a static field gets the cluster of the class; a method may have its own")
    void aStaticFieldGetsTheClusterOfTheClass() {
        run(SharedField.class).assertStatistics(all -> all.started(2).succeeded(2));
        assertThat(SEEN).singleElement().isNotNull();
        assertThat(SharedField.shared).isNull();
    }

    @KubeTest
    static class StaticInTestScope {
        private static KubeCluster shared;

        @Test
        void test() {
            assertThat(shared).isNotNull();
        }
    }

    @Test
    @DisplayName("a static field cannot have the cluster of a test")
    void aStaticFieldCannotHaveTheClusterOfATest() {
        assertThat(containerFailure(StaticInTestScope.class))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("the field shared must not be static");
    }
}
