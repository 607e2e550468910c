package io.kubejar.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodStepsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    /** A node on which everything is there. */
    private record Everything(Duration startDelay) implements Facts {
        @Override
        public ImageState image(String image) {
            return new ImageState(ImageState.Presence.PRESENT, "", 1);
        }

        @Override
        public @Nullable String volumeProblem() {
            return null;
        }

        @Override
        public @Nullable String environmentProblem(ContainerSpec container) {
            return null;
        }

        @Override
        public boolean probesAnswer(ContainerSpec container) {
            return false;
        }

        @Override
        public String podIp() {
            return "10.244.0.2";
        }
    }

    private static PodRun run(String spec) {
        return new PodRun(ApiObject.ofJson(
                ("{'metadata':{'name':'p','namespace':'d','uid':'u'},'spec':{" + spec + "}}").replace('\'', '"')));
    }

    /** Takes steps until nothing changes; what starts runs on, what is stopped ends with 0. */
    private static void settle(PodRun run, Facts facts, Instant now) {
        for (int i = 0; i < 50; i++) {
            Turn turn = PodSteps.step(run, facts, now);
            turn.stops().forEach(c -> PodSteps.exited(c, 0, "", now));
            turn.kills().forEach(c -> PodSteps.exited(c, 137, "", now));
            if (turn.starts().isEmpty()
                    && turn.stops().isEmpty()
                    && turn.kills().isEmpty()
                    && !turn.isCheckpoint()) {
                return;
            }
        }
        throw new AssertionError("does not come to rest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // policy, exit codes of the two containers ("-" runs), phase
                "Always    | - | - | Running",
                "Always    | 0 | - | Running",
                "Always    | 1 | 1 | Running",
                "OnFailure | 0 | 0 | Succeeded",
                "OnFailure | 1 | 0 | Running",
                "OnFailure | 0 | - | Running",
                "Never     | 0 | 0 | Succeeded",
                "Never     | 1 | 0 | Failed",
                "Never     | 1 | - | Running",
                "Never     | 1 | 2 | Failed",
            })
    void phases(String policy, String first, String second, String phase) {
        PodRun run = run("'restartPolicy':'" + policy + "','containers':[{'name':'a'},{'name':'b'}]");
        Facts facts = new Everything(Duration.ZERO);
        settle(run, facts, START);
        Instant later = START.plusSeconds(1);
        exit(run, "a", first, later);
        exit(run, "b", second, later);
        settle(run, facts, later);
        assertThat(Phases.of(run)).isEqualTo(phase);
    }

    private static void exit(PodRun run, String container, String code, Instant at) {
        if (!code.equals("-")) {
            PodSteps.exited(run.container(container), Integer.parseInt(code), "", at);
        }
    }

    @Test
    void startDelayIsWaitedFor() {
        PodRun run = run("'containers':[{'name':'a'}]");
        Facts facts = new Everything(Duration.ofSeconds(2));
        Turn turn = PodSteps.step(run, facts, START);
        assertThat(turn.starts()).isEmpty();
        assertThat(turn.wake()).isEqualTo(START.plusSeconds(2));
        assertThat(PodSteps.step(run, facts, START.plusSeconds(2)).starts()).hasSize(1);
    }

    @Test
    void containersOfAPodDoNotWaitForEachOther() {
        PodRun run = run("'containers':[{'name':'a'},{'name':'b'},{'name':'c'}]");
        assertThat(PodSteps.step(run, new Everything(Duration.ZERO), START).starts())
                .hasSize(3);
    }

    @Test
    void restartRulesOfAContainerComeFirst() {
        ContainerSpec spec = new ContainerSpec(
                ContainerSpec.Role.APP,
                Json.parse("{\"restartPolicy\":\"Never\",\"restartPolicyRules\":[{\"action\":\"Restart\",\"exitCodes\":"
                        + "{\"operator\":\"In\",\"values\":[42]}}]}"),
                "Always");
        assertThat(spec.restarts(42)).isTrue();
        assertThat(spec.restarts(1)).isFalse();
    }

    @Test
    void anImpossibleMoveTellsTheHistory() {
        ContainerRun c = run("'containers':[{'name':'a'}]").container("a");
        c.move(Stage.STARTING);
        assertThatThrownBy(() -> c.move(Stage.STOPPING))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("container a cannot go from STARTING to STOPPING; it went [WAITING, STARTING]");
    }

    @Test
    void everyStageButTheLastHasAWayOn() {
        for (Stage stage : Stage.values()) {
            assertThat(stage.next()).isNotEmpty().doesNotContain(stage);
        }
    }

    @Test
    void runningPodIsTakenOver() {
        ApiObject pod = ApiObject.ofJson("""
                {"metadata":{"name":"p","namespace":"d","uid":"u","generation":1},"spec":{"containers":[{"name":"a"}]},
                "status":{"phase":"Running","startTime":"2026-11-21T09:00:00Z","podIP":"10.244.0.9","containerStatuses":
                [{"name":"a","restartCount":2,"ready":true,"started":true,"containerID":"containerd://x",
                "state":{"running":{"startedAt":"2026-11-21T09:30:00Z"}}}]}}""");
        PodRun run = Adoption.of(pod);
        assertThat(PodSteps.step(run, new Everything(Duration.ZERO), START).starts())
                .isEmpty();
        var status = PodStatuses.of(run, pod, "172.18.0.2", START);
        assertThat(status.at("/podIP").textValue()).isEqualTo("10.244.0.9");
        assertThat(status.at("/containerStatuses/0/restartCount").intValue()).isEqualTo(2);
        assertThat(status.at("/containerStatuses/0/state/running/startedAt").textValue())
                .isEqualTo("2026-11-21T09:30:00Z");
        assertThat(status.at("/phase").textValue()).isEqualTo("Running");
    }
}
