package io.kubejar.testing;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The seeds of a {@link SeededTest}. */
final class Seeds implements ArgumentsProvider, AnnotationConsumer<SeededTest> {
    private static final String PROPERTY = "kubejar.seed";
    private static final String COUNT_PROPERTY = "kubejar.seeds";

    private int count;

    @Override
    public void accept(SeededTest test) {
        count = test.seeds();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return seeds(System.getProperty(PROPERTY), Integer.getInteger(COUNT_PROPERTY, count))
                .mapToObj(Arguments::of);
    }

    static LongStream seeds(@Nullable String wanted, int count) {
        if (wanted == null) {
            return LongStream.rangeClosed(1, count);
        }
        try {
            return LongStream.of(Long.parseLong(wanted));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PROPERTY + " must be a whole number, not " + wanted, e);
        }
    }
}
