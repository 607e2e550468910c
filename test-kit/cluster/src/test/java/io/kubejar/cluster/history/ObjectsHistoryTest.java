package io.kubejar.cluster.history;

import static io.kubejar.cluster.history.Made.all;
import static io.kubejar.cluster.history.Made.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Claims about sets of objects over time. */
class ObjectsHistoryTest {
    private static final Condition READY = Condition.isTrue("Ready");

    private static String pod(String name, boolean ready) {
        return "{'metadata':{'name':'" + name + "'},'status':{'conditions':[{'type':'Ready','status':'"
                + (ready ? "True" : "False") + "'}]}}";
    }

    /** a is replaced by b; between revision 6 and 8 nothing is ready. */
    private static ObjectsHistory replaced(long since) {
        return all(
                since,
                Map.of(
                        "a", List.of(state(2, pod("a", true)), state(6, pod("a", false)), state(9, "")),
                        "b", List.of(state(5, pod("b", false)), state(8, pod("b", true)))));
    }

    @Test
    void everyWriteIsAMoment() {
        assertThat(replaced(2).moments())
                .extracting(
                        moment -> moment.state().revision(),
                        moment -> moment.objects().size())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2L, 1),
                        org.assertj.core.groups.Tuple.tuple(5L, 2),
                        org.assertj.core.groups.Tuple.tuple(6L, 2),
                        org.assertj.core.groups.Tuple.tuple(8L, 2),
                        org.assertj.core.groups.Tuple.tuple(9L, 1));
        assertThat(replaced(9).moments())
                .singleElement()
                .extracting(m -> m.objects().size())
                .isEqualTo(1);
        assertThat(replaced(2).most()).isEqualTo(2);
    }

    @Test
    void tellsWhenNothingWasReady() {
        replaced(8).neverWithout(READY);
        assertThatThrownBy(() -> replaced(2).neverWithout(READY))
                .isInstanceOf(AssertionError.class)
                .hasMessage("pods in default that are Ready should never have been fewer than 1, but there was none at"
                        + " revision 6\n  " + Made.write(6)
                        + "\n    ~ status.conditions[Ready].status: True -> False\n  because of 6");
    }

    @Test
    void counts() {
        replaced(2).neverMoreThan(2).neverFewerThan(1);
        assertThatThrownBy(() -> replaced(2).neverMoreThan(1))
                .hasMessageStartingWith(
                        "pods in default should never have been more than 1, but there were 2 at revision 5")
                .hasMessageEndingWith("there were a, b");
        assertThatThrownBy(() -> replaced(2)
                        .always("all are ready", pods -> pods.stream().allMatch(READY::holds)))
                .hasMessageStartingWith("pods in default: all are ready, but it was not so at revision 5");
        assertThatThrownBy(() -> all(1, Map.of()).neverFewerThan(1))
                .hasMessageContaining("it was so from the beginning");
    }
}
