package io.kubejar.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SeedsTest {
    private static final TreeSet<Long> SEEN = new TreeSet<>();

    @SeededTest(seeds = 3)
    void aSeededTestGetsEachSeed(long seed) {
        assertThat(SEEN.add(seed)).isTrue();
    }

    @AfterAll
    static void allSeedsWereTried() {
        assertThat(SEEN).hasSize(System.getProperty("kubejar.seed") == null ? 3 : 1);
    }

    @Test
    @DisplayName("the property picks one seed; something else than a number is refused")
    void thePropertyPicksOneSeed() {
        assertThat(Seeds.seeds(null, 2).toArray()).containsExactly(1, 2);
        assertThat(Seeds.seeds("-7", 2).toArray()).containsExactly(-7);
        assertThatThrownBy(() -> Seeds.seeds("x", 2)).hasMessage("kubejar.seed must be a whole number, not x");
    }
}
