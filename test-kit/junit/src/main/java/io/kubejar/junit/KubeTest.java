package io.kubejar.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a Kubernetes cluster in this JVM. Whatever takes one of these as a parameter gets it:
 *
 * <ul>
 *   <li>{@link io.kubejar.cluster.KubeCluster}
 *   <li>{@code io.fabric8.kubernetes.client.KubernetesClient}, when fabric8's client is on the class path
 *   <li>{@code io.kubernetes.client.openapi.ApiClient}, when the official client is on the class path
 * </ul>
 *
 * <pre>{@code
 * @KubeTest
 * class WebTest {
 *     @Test
 *     void aDeploymentGetsItsPods(KubeCluster cluster) {
 *         cluster.apply(Path.of("web.yaml"));
 *         cluster.settle();
 *         assertEquals(3, cluster.list("pods", "default").size());
 *     }
 * }
 * }</pre>
 *
 * <p>The cluster starts when the first parameter asks for it and is closed after the test, with every client of it. A
 * failed test carries the story of its cluster: who wrote what, and why each pod that does not run does not. A test in
 * whose cluster a component met a fault fails, also when its own assertions hold.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(KubeTestExtension.class)
public @interface KubeTest {
    /** Who shares a cluster. */
    enum Scope {
        /** Nobody: each test has its own. */
        TEST,
        /** All tests of the class, also its {@code @BeforeAll} and {@code @AfterAll}. */
        CLASS
    }

    /** Who shares a cluster; by default nobody. */
    Scope scope() default Scope.TEST;

    /** How many nodes. */
    int nodes() default 1;

    /** How long a pod takes to become ready, in milliseconds; at once by default. */
    long podStartMillis() default 0;
}
