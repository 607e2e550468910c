package io.kubejar.cluster.fault.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.cluster.KubeCluster;
import io.kubejar.cluster.Mode;
import io.kubejar.cluster.fault.Disturbance;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that are typed. */
class FaultTextTest {
    private static KubeCluster virtual;
    private static KubeCluster live;

    @BeforeAll
    static void start() {
        virtual = KubeCluster.builder().mode(Mode.VIRTUAL).start();
        live = KubeCluster.builder().start();
    }

    @AfterAll
    static void stop() {
        virtual.close();
        live.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fail code=503",
                "fail verb=update resource=leases.coordination.k8s.io code=503 times=3",
                "fail namespace=default name=web user=system:node:* code=409",
                "lose-answer verb=create times=2",
                "delay-watches resource=pods by=2s",
                "repeat-on-reconnect",
                "etcd-unavailable",
                "etcd-out-of-space",
                "lose-node node-a",
                "cordon-node node-a",
                "partition-node node-a",
                "kill kube-scheduler",
                "kill kubelet/node-a"
            })
    void whatIsListedCanBeTyped(String text) {
        Disturbance fault = Objects.requireNonNull(
                FaultText.parse(text).begin(virtual.disturb()).lasting());
        assertThat(fault).hasToString(text);
        assertThat(virtual.disturb().active()).containsExactly(fault);
        fault.undo();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delay verb=get by=1ms", "slow-etcd by=1.5ms"})
    void whereTimeGoesByItself(String text) {
        Disturbance fault = Objects.requireNonNull(
                FaultText.parse(text).begin(live.disturb()).lasting());
        assertThat(fault).hasToString(text.replace("1.5ms", "1500us"));
        fault.undo();
    }

    @Test
    void theOrderIsFree() {
        Disturbance fault =
                Objects.requireNonNull(FaultText.parse("  fail times=1 code=500\tresource=pods  verb=create")
                        .begin(virtual.disturb())
                        .lasting());
        assertThat(fault).hasToString("fail verb=create resource=pods code=500 times=1");
        fault.undo();
    }

    @ParameterizedTest
    @CsvSource({
        "cut-watches resource=nothings, 0 watches cut",
        "expire-watches resource=nothings, 0 watches expired",
        "compact, compacted",
        "reboot-node node-a, node-a rebooted",
        "drain-node node-a, node-a drained",
        "restart deployment-controller, deployment-controller restarted"
    })
    void whatHappensOnceIsTold(String text, String told) {
        Begun begun = FaultText.parse(text).begin(virtual.disturb());
        assertThat(begun.lasting()).isNull();
        assertThat(begun.told()).isEqualTo(told);
        assertThat(virtual.disturb().active()).isEmpty();
    }

    @Test
    void theClockJumpsBothWays() {
        Instant before = virtual.time().now();
        assertThat(FaultText.parse("jump-clock by=1h").begin(virtual.disturb()).told())
                .isEqualTo("the clock has jumped by 1h");
        FaultText.parse("jump-clock by=-30m").begin(virtual.disturb());
        assertThat(virtual.time().now()).isEqualTo(before.plus(Duration.ofMinutes(30)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""                      | a fault is missing; there are fail, lose-answer, delay, cut-watches,
            nope                    | there is no fault 'nope'; there are fail, lose-answer,
            fail                    | code=N is missing; it is typed as: fail [MATCH] code=N [times=N]
            fail code=x             | code must be a whole number, not 'x'; it is typed as: fail
            fail code=              | code= has no value; it is typed as: fail
            fail code=500 code=503  | code= is there twice; it is typed as: fail
            fail code=500 verbs=get | fail takes no verbs=; it is typed as: fail
            fail pods code=500      | fail takes no 'pods'; it is typed as: fail
            lose-node               | NODE is missing; it is typed as: lose-node NODE
            lose-node a b           | lose-node takes one NODE; it is typed as: lose-node NODE
            delay-watches by=2      | '2' is no duration like 500ms, 2s or 1m30s; it is typed as: delay-watches [MATCH] by=D
            """)
    void badTextIsToldInOneLine(String text, String message) {
        assertThatThrownBy(() -> FaultText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyVerbHasALineOfHelp() {
        assertThat(FaultText.help()).hasSize(Verb.values().length + 1);
        assertThat(Arrays.stream(Verb.values()).map(Verb::word)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Verb.values()).map(Verb::help)).allMatch(help -> help.endsWith("."));
    }
}
