package io.kubejar.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test that takes a {@code long} seed and draws everything from it. It runs with the seeds 1 to {@link #seeds}; with
 * the system property {@code kubejar.seed} it runs with that one only, which is what {@code ./dev seed N} sets, and
 * with {@code kubejar.seeds} that many of them. The number of a failed run is its seed.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ParameterizedTest(name = "./dev seed {0}")
@ArgumentsSource(Seeds.class)
@Tag("seeded")
public @interface SeededTest {
    /** How many seeds are tried. */
    int seeds() default 20;
}
