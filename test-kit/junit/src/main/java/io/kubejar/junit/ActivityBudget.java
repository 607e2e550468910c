package io.kubejar.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fails a test in whose cluster somebody did too much: a hot loop, writes that change nothing, conflicts. Counted from the
 * beginning of the test; on a class it is for each of its tests. Negative numbers are no limit.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(ActivityBudget.All.class)
public @interface ActivityBudget {
    /** A user's name, the last part of one ({@code deployment-controller}), or "" for everybody, each alone. */
    String of() default "";

    /** How often a controller of kubejar's own may look at an object. */
    long reconciles() default -1;

    /** How many writes may be stored. */
    long writes() default -1;

    /** How many writes may change nothing. */
    long unchangedWrites() default -1;

    /** How many writes may be refused because somebody else was faster. */
    long conflicts() default -1;

    /** Several of them. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface All {
        /** The single ones. */
        ActivityBudget[] value();
    }
}
