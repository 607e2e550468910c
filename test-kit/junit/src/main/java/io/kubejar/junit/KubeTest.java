package io.kubejar.junit;

import io.kubejar.cluster.Mode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or a single test, a Kubernetes cluster in this JVM. Parameters and non-final fields of these
 * types get it:
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
 * <p>The cluster starts when the first parameter or field asks for it. Each test gets a copy of one cluster of the class, as
 * it was at rest after {@code @BeforeAll}: what is expensive or common is made there once, with the cluster as its
 * parameter. Every client is closed after the test or class that asked for it, then the cluster. Static fields need
 * {@link Scope#CLASS}. On a method the annotation gives that test a cluster of its own, also in a class that shares one.
 *
 * <p>A failed test prints the story of its cluster, on standard error and as a report entry: who wrote what since the test
 * began, and why each pod that does not run does not. A test in whose cluster a component met a fault fails, also when its
 * own assertions hold. A class after which a thread of a cluster is left fails.
 *
 * <p>What goes wrong on purpose, through {@link Disturbed} or {@link io.kubejar.cluster.KubeCluster#disturb}, is undone at the end of the test.
 *
 * <p>A test that passed is then judged by the store that it leaves: see {@link io.kubejar.cluster.invariants.Invariant}. A watch
 * that is still open when the clients of a cluster have been closed fails too.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(KubeTestExtension.class)
public @interface KubeTest {
    /** Who shares a cluster. */
    enum Scope {
        /** Nobody: each test has its own, a copy of the one that {@code @BeforeAll} sees. */
        TEST,
        /** All tests of the class, also its {@code @BeforeAll} and {@code @AfterAll}; not allowed on a method. */
        CLASS
    }

    /** Who shares a cluster; by default nobody. */
    Scope scope() default Scope.TEST;

    /** By which clock the cluster lives, and on whose threads. */
    Mode mode() default Mode.LIVE;

    /**
     * The seed in {@link Mode#SEEDED}; the system property {@code kubejar.seed} is stronger. For many seeds there is
     * {@link SeedSource}.
     */
    long seed() default 1;

    /** Whether nodes renew their leases and report their status; without, long times pass in fewer steps. */
    boolean heartbeats() default true;

    /** How many nodes. */
    int nodes() default 1;

    /** How long a pod takes to become ready, in milliseconds; at once by default. */
    long podStartMillis() default 0;
}
