package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.loop.SimulatedLoops;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each of those who wait for the disk together is answered, whatever becomes of the others. */
class LateAnswersTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> told = new ArrayList<>();

    private LateAnswers late(LongConsumer sync) {
        return new LateAnswers(Place.next(loops.loop("journal")::execute), sync);
    }

    /** Notes what it is told; those with a fault throw it when they are told something good. */
    private Answer<String> answer(@Nullable RuntimeException fault) {
        return new Answer<>() {
            @Override
            public void done(String result) {
                if (fault != null) {
                    throw fault;
                }
                told.add(result);
            }

            @Override
            public void failed(RuntimeException why) {
                told.add("failed: " + why.getMessage());
                if (fault != null) {
                    throw fault;
                }
            }
        };
    }

    @Test
    void oneThatThrowsIsToldSoAndTheOthersAreAnswered() {
        LateAnswers late = late(position -> {});
        late.add(1, "one", answer(null));
        late.add(2, "two", answer(new IllegalStateException("broken")));
        late.add(3, "three", answer(null));
        loops.runUntilIdle();
        assertThat(told).containsExactly("one", "failed: broken", "three");
    }

    @Test
    void aDiskThatFailsIsToldToAll() {
        LateAnswers late = late(position -> {
            throw new IllegalStateException("disk at " + position);
        });
        late.add(1, "one", answer(new IllegalStateException("broken")));
        late.add(2, "two", answer(null));
        loops.runUntilIdle();
        assertThat(told).containsExactly("failed: disk at 2", "failed: disk at 2");
    }

    @Test
    void nobodyIsForgottenWhenTheMachineIsAtItsEnd() {
        LateAnswers late = late(position -> {
            throw new OutOfMemoryError("heap");
        });
        late.add(1, "one", answer(null));
        late.add(2, "two", answer(null));
        assertThatThrownBy(loops::runUntilIdle).hasStackTraceContaining("heap");
        assertThat(told).hasSize(2).allMatch(text -> text.startsWith("failed: ") && text.endsWith("heap"));
    }
}
