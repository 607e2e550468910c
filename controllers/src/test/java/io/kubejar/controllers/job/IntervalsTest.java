package io.kubejar.controllers.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null | 5 | ''",
                "'0' | 5 | '0'",
                "'0,1' | 5 | '0,1'",
                "'0-2,4' | 5 | '0-2,4'",
                "'0-9' | 5 | '0-4'",
                "'3,7' | 5 | '3'",
                "'x,2' | 5 | '2'",
                "'1,2,3' | 5 | '1-3'",
            })
    void readsAndWritesText(String text, int completions, String out) {
        assertThat(Intervals.parse(text, completions)).hasToString(out);
    }

    @Test
    void joinsNeighbours() {
        Intervals some = Intervals.parse("0,4-5", 10);
        assertThat(some.with(List.of(3, 1))).hasToString("0,1,3-5");
        assertThat(some.with(List.of(1, 2, 3)).total()).isEqualTo(6);
        assertThat(some.has(4)).isTrue();
        assertThat(some.has(3)).isFalse();
    }

    @Test
    void findsFreeIndexesAndCommonOnes() {
        Intervals some = Intervals.parse("0,4-5", 10);
        assertThat(some.firstMissing(4, 10)).containsExactly(1, 2, 3, 6);
        assertThat(some.firstMissing(9, 7)).containsExactly(1, 2, 3, 6);
        assertThat(some.common(Intervals.parse("3-4,9", 10))).isEqualTo(1);
    }
}
