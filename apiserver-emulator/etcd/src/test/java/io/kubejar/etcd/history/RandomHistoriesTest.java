package io.kubejar.etcd.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kubejar.core.chance.Chance;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.door.Door;
import io.kubejar.etcd.door.JetcdDoor;
import io.kubejar.etcd.door.WireDoor;
import io.kubejar.testing.SeededTest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random histories on the embedded etcd, through both doors. {@code -Dkubejar.seeds=10000} runs that many of each. */
class RandomHistoriesTest {
    private static EtcdServer.Builder builder(SimulatedLoops loops) {
        return EtcdServer.builder().loops(loops).chance(Chance.seeded(1));
    }

    private static SimulatedLoops stoppedTime() {
        return new SimulatedLoops(Instant.EPOCH);
    }

    private static Door inProcess() {
        SimulatedLoops loops = stoppedTime();
        return JetcdDoor.on(builder(loops).start(), loops);
    }

    private static Door overGrpc() {
        SimulatedLoops loops = stoppedTime();
        EtcdServer etcd = builder(loops).grpcPort(0).start();
        return WireDoor.on(etcd.grpcPort(), etcd, loops);
    }

    @SeededTest(seeds = 300)
    void inProcess(long seed) {
        check(seed, "inProcess", RandomHistoriesTest::inProcess, EnumSet.of(Door.Ability.CLOCK));
    }

    @SeededTest(seeds = 100)
    void overGrpc(long seed) {
        check(seed, "overGrpc", RandomHistoriesTest::overGrpc, EnumSet.of(Door.Ability.CLOCK, Door.Ability.ALL_FIELDS));
    }

    private static void check(long seed, String test, Supplier<Door> doors, EnumSet<Door.Ability> abilities) {
        List<Step> history = new Generator(Chance.seeded(seed), abilities).history();
        String difference = Repetition.onFresh(doors, history, Repetition.PATIENCE);
        if (difference != null) {
            Function<List<Step>, @Nullable String> again =
                    shorter -> Repetition.onFresh(doors, shorter, Repetition.SHORT_PATIENCE);
            List<Step> small = Shrinker.shrink(history, shorter -> again.apply(shorter) != null);
            fail(report(seed, test, small, difference, again.apply(small)));
        }
        assertThat(history).isNotEmpty();
    }

    /** What a failed history has to say. */
    static String report(
            long seed, String test, List<Step> small, String difference, @Nullable String smallDifference) {
        return "seed " + seed + ": " + difference + "\nshrunk to " + small.size() + " steps:\n"
                + small.stream().map(step -> "  " + step).collect(Collectors.joining("\n"))
                + "\n" + smallDifference + "\nagain: mvn -q -Dquick -pl apiserver-emulator/etcd -am test"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=RandomHistor*Test#" + test
                + " -Dkubejar.seed=" + seed;
    }
}
