package io.kubejar.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a parameter a client that may do exactly what the roles of a manifest allow, besides what every known user may: the
 * client for the code under test.
 *
 * <pre>{@code
 * @Test
 * void reconciles(KubeCluster cluster, @GrantOnly("operator-role.yaml") KubernetesClient client) {
 *     new MyOperator(client).reconcileAll();
 * }
 * }</pre>
 *
 * <p>The parameter is {@link io.kubejar.core.client.ApiClient} or one of the clients of {@link KubeTest}. A call that is
 * forbidden fails the test, with the rules that are missing; rules that nobody used are told in the report entry
 * {@code kubejar unused rules}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface GrantOnly {
    /** A file of Roles and ClusterRoles: a resource beside the test class or from the root of the class path, else a path. */
    String value();

    /** The namespace of the service account, made when there is none; Roles that name no namespace are for it. */
    String namespace() default "default";

    /** The name of the service account, which must not exist; by default one that nobody has. */
    String account() default "";
}
