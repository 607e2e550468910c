package io.kubejar.junit;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** The runs of a {@link SeedSource}. The seed of a run stands in its display name and is read from there. */
final class SeedSourceProvider implements TestTemplateInvocationContextProvider {
    static final String PROPERTY = "kubejar.seed";
    private static final String PREFIX = "seed ";

    private record Run(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return PREFIX + seed;
        }
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return isSeeded(context);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        int count = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), SeedSource.class)
                .orElseThrow()
                .value();
        if (count < 1) {
            throw new ExtensionConfigurationException("@SeedSource needs at least one seed, not " + count);
        }
        OptionalLong wanted = wanted();
        LongStream seeds = wanted.isPresent() ? LongStream.of(wanted.getAsLong()) : LongStream.rangeClosed(1, count);
        return seeds.mapToObj(Run::new);
    }

    private static boolean isSeeded(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> AnnotationSupport.isAnnotated(method, SeedSource.class))
                .orElse(false);
    }

    /** The seed of the run that the context is of; another one when it is none. */
    static long seed(ExtensionContext context, long otherwise) {
        if (isSeeded(context) && context.getDisplayName().startsWith(PREFIX)) {
            return Long.parseLong(context.getDisplayName().substring(PREFIX.length()));
        }
        return wanted().orElse(otherwise);
    }

    private static OptionalLong wanted() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new ExtensionConfigurationException(PROPERTY + " must be a whole number, not " + text, e);
        }
    }

    /** How to run the context's test again with the same seed. */
    static String command(ExtensionContext context, long seed) {
        String test = context.getRequiredTestClass().getName() + "#"
                + context.getRequiredTestMethod().getName();
        return "mvn test -Dtest='" + test + "' -D" + PROPERTY + "=" + seed;
    }
}
