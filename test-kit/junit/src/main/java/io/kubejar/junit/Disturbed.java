package io.kubejar.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets something go wrong in the cluster of a {@link KubeTest}: begun just before the test method, after every {@code
 * @BeforeEach}, and undone just after it. On a class it is for each of its tests; those of the class come first.
 *
 * <pre>{@code
 * @Test
 * @Disturbed("fail verb=update resource=leases.coordination.k8s.io code=503 times=3")
 * @Disturbed("lose-node node-a")
 * void survives(KubeCluster cluster) { ... }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Disturbed.All.class)
public @interface Disturbed {
    /** A fault as it is typed; see {@link io.kubejar.cluster.fault.text.FaultText}. */
    String value();

    /** Several of them. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        /** The single ones. */
        Disturbed[] value();
    }
}
