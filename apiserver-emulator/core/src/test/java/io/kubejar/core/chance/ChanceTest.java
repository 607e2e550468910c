package io.kubejar.core.chance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.testing.SeededTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChanceTest {
    @SeededTest
    @DisplayName("one seed gives one sequence, of every kind")
    void oneSeedGivesOneSequence(long seed) {
        assertThat(draws(Chance.seeded(seed))).isEqualTo(draws(Chance.seeded(seed)));
        assertThat(draws(Chance.seeded(seed))).isNotEqualTo(draws(Chance.seeded(seed + 1)));
    }

    @SeededTest
    @DisplayName("a fork is fixed by its origin, and drawing from it does not change the origin's next number")
    void aForkIsFixedByItsOrigin(long seed) {
        Chance origin = Chance.seeded(seed);
        Chance twin = Chance.seeded(seed);
        Chance fork = origin.fork();
        Chance twinFork = twin.fork();
        List<Object> drawn = draws(fork);
        assertThat(drawn).isEqualTo(draws(twinFork));
        assertThat(origin.number()).isEqualTo(twin.number());
    }

    @SeededTest
    @DisplayName("what keys are drawn from is fixed by a seed, and by nothing where there is none")
    void keysAreFixedByASeedOnly(long seed) {
        assertThat(draws(Chance.seeded(seed).forKeys()))
                .isEqualTo(draws(Chance.seeded(seed).forKeys()));
        assertThat(draws(Chance.secure().forKeys()))
                .isNotEqualTo(draws(Chance.secure().forKeys()));
    }

    @SeededTest
    @DisplayName("numbers keep their bounds")
    void numbersKeepTheirBounds(long seed) {
        Chance chance = Chance.seeded(seed);
        for (int i = 0; i < 1_000; i++) {
            assertThat(chance.below(3)).isBetween(0, 2);
            assertThat(chance.fraction()).isBetween(0.0, Math.nextDown(1.0));
        }
        assertThat(chance.bytes(7)).hasSize(7);
    }

    @SeededTest
    @DisplayName("uuids are of version 4 and of the usual variant")
    void uuidsAreOfVersionFour(long seed) {
        UUID uuid = Chance.seeded(seed).uuid();
        assertThat(uuid.version()).isEqualTo(4);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @Test
    @DisplayName("a name's end has the letters that upstream uses, all of them")
    void suffixesHaveUpstreamsLetters() {
        String letters = Chance.seeded(1).suffix(2_000);
        assertThat(letters).hasSize(2_000).matches("[bcdfghjklmnpqrstvwxz2456789]*");
        assertThat(letters.chars().distinct().count()).isEqualTo(27);
    }

    @Test
    @DisplayName("secure chance does not repeat itself")
    void secureChanceDoesNotRepeat() {
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(seen.add(Chance.secure().uuid())).isTrue();
        }
    }

    private static List<Object> draws(Chance chance) {
        List<Object> out = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            out.add(chance.below(1_000));
            out.add(chance.number());
            out.add(chance.fraction());
            out.add(chance.uuid());
            out.add(chance.suffix(5));
            out.add(chance.bytes(3)[1]);
        }
        return out;
    }
}
