package io.kubejar.etcd.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.api.RequestOp;
import io.kubejar.core.chance.Chance;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.JetcdDoor;
import io.kubejar.etcd.model.Answer;
import io.kubejar.testing.SeededTest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That an etcd that does wrong is found out, and how little is left of what found it out. */
class ShrinkerTest {
    @Test
    void ofNumbersThoseAreLeftThatMatter() {
        List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
        assertThat(Shrinker.drop(numbers, some -> some.contains(17) && some.contains(71)))
                .containsExactly(17, 71);
        assertThat(Shrinker.drop(numbers, some -> some.size() >= 3)).hasSize(3);
        assertThat(Shrinker.drop(numbers, some -> true)).isEmpty();
    }

    /** An etcd that says of every second put that it was refused. */
    private static Door liar() {
        Door door = JetcdDoor.on(EtcdServer.start());
        int[] puts = {0};
        return (Door) Proxy.newProxyInstance(
                Door.class.getClassLoader(), new Class<?>[] {Door.class}, (self, method, arguments) -> {
                    boolean put =
                            arguments != null && arguments[0] instanceof RequestOp request && request.hasRequestPut();
                    if (put && puts[0]++ % 2 == 1) {
                        return Answer.refused("UNAVAILABLE", "a lie");
                    }
                    try {
                        return method.invoke(door, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @SeededTest(seeds = 5)
    void aLieIsFoundAndTwoPutsAreLeftOfIt(long seed) {
        Supplier<Door> doors = ShrinkerTest::liar;
        List<Step> history = List.of();
        Generator generator = new Generator(Chance.seeded(seed), EnumSet.noneOf(Door.Ability.class));
        while (history.stream().filter(ShrinkerTest::isPut).count() < 2) {
            history = generator.history();
        }
        assertThat(Repetition.onFresh(doors, history, Repetition.PATIENCE)).contains("a lie");
        List<Step> small = Shrinker.shrink(
                history, shorter -> Repetition.onFresh(doors, shorter, Repetition.SHORT_PATIENCE) != null);
        assertThat(small).hasSize(2).allMatch(ShrinkerTest::isPut);
    }

    private static boolean isPut(Step step) {
        return step instanceof Step.Call call && call.request().hasRequestPut();
    }
}
