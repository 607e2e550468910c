package io.kubejar.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test of a class with {@code @KubeTest(mode = Mode.SEEDED)} once for each of the seeds 1 to {@link #value}, each
 * time in another order of everything that the components do. With the system property {@code kubejar.seed} it runs with
 * that one only; a failed run prints the command.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(SeedSourceProvider.class)
public @interface SeedSource {
    /** How many seeds. */
    int value() default 20;
}
