package io.kubejar.etcd.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When an event loop waits for the disk: once nothing more comes that could be written with the same sync. */
class GatheringTest {
    private static final long LIMIT_NANOS = 1_000_000;

    private final Queue<Integer> found = new ArrayDeque<>(); // how many connections each look finds ready
    private final List<Integer> answered = new ArrayList<>(); // how many waited each time
    private long now;
    private int looks;
    private int waiting;
    private final Gathering gathering = new Gathering(() -> now);
    private final ShortSpin spin = new ShortSpin(gathering);

    private int turn(boolean hasTasks) throws Exception {
        return spin.calculateStrategy(
                () -> {
                    looks++;
                    return found.isEmpty() ? 0 : found.remove();
                },
                hasTasks);
    }

    private void calls(int count) {
        for (int i = 0; i < count; i++) {
            gathering.gather(++waiting, () -> {
                answered.add(waiting);
                waiting = 0;
            });
        }
    }

    /** As many come, and are answered. */
    private void round(int count) throws Exception {
        calls(count);
        assertThat(turn(false)).isZero();
        assertThat(answered).last().isEqualTo(count);
        answered.clear();
        looks = 0;
    }

    @Test
    @DisplayName("with nobody waiting it sleeps once some looks have found nothing")
    void nobody() throws Exception {
        assertThat(turn(false)).isEqualTo(SelectStrategy.SELECT);
        assertThat(looks).isGreaterThan(50);
        assertThat(turn(true)).isZero();
        found.addAll(List.of(0, 0, 3));
        assertThat(turn(false)).isEqualTo(3);
    }

    @Test
    @DisplayName("one who is alone each time waits for nobody, and is not asked to wait for what else is to be done")
    void alone() throws Exception {
        round(1);
        calls(1);
        found.add(4);
        assertThat(turn(true)).isEqualTo(4);
        assertThat(answered).containsExactly(1);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    @DisplayName("all that is ready is read first")
    void readFirst() throws Exception {
        round(2);
        calls(1);
        found.add(2);
        assertThat(turn(false)).isEqualTo(2);
        assertThat(answered).isEmpty();
        calls(2);
        assertThat(turn(true)).isZero(); // what was read has left tasks
        assertThat(answered).isEmpty();
        turn(false);
        assertThat(answered).containsExactly(3);
    }

    @Test
    @DisplayName("who was there the last time is waited for")
    void others() throws Exception {
        round(3);
        calls(1);
        found.addAll(List.of(0, 0, 0, 1));
        assertThat(turn(false)).isEqualTo(1);
        assertThat(answered).isEmpty();
        calls(2);
        assertThat(turn(false)).isZero();
        assertThat(answered).containsExactly(3);
    }

    @Test
    @DisplayName("who does not come back is waited for once, and not for long")
    void gone() throws Exception {
        round(3);
        calls(1);
        turn(false);
        assertThat(answered).containsExactly(1);
        assertThat(looks).isBetween(10, 50);
        round(1);
        calls(1);
        turn(false);
        assertThat(looks).isEqualTo(1);
    }

    @Test
    @DisplayName("when others come without end, those who wait are answered all the same")
    void withoutEnd() throws Exception {
        round(2);
        calls(1);
        now += LIMIT_NANOS;
        found.addAll(List.of(5, 5));
        turn(false);
        assertThat(answered).isEmpty();
        now++;
        assertThat(turn(false)).isEqualTo(5);
        assertThat(answered).containsExactly(1);
    }

    @Test
    @DisplayName("tasks without end do not keep those who wait from their answers")
    void tasksWithoutEnd() throws Exception {
        round(2);
        calls(1);
        turn(true);
        assertThat(answered).isEmpty();
        now += LIMIT_NANOS + 1;
        turn(true);
        assertThat(answered).containsExactly(1);
    }
}
