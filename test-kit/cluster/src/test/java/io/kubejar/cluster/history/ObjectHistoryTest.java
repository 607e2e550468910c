package io.kubejar.cluster.history;

import static io.kubejar.cluster.history.Made.of;
import static io.kubejar.cluster.history.Made.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Claims about the states of one object. */
class ObjectHistoryTest {
    private static final Condition BOUND = Condition.has("spec", "nodeName");
    private static final Condition READY = Condition.isTrue("Ready");
    private static final String FRESH = "{'metadata':{'name':'a'},'spec':{}}";
    private static final String ON_NODE = "{'metadata':{'name':'a'},'spec':{'nodeName':'n'}}";
    private static final String RUNNING = "{'metadata':{'name':'a'},'spec':{'nodeName':'n'},"
            + "'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}";

    @Test
    void createdOnceCountsOnlyWhatComesAfterTheMark() {
        of(0, state(3, FRESH), state(4, ON_NODE)).createdOnce();
        of(5, state(3, ""), state(7, FRESH)).createdOnce();
        assertThatThrownBy(() -> of(5, state(3, FRESH), state(7, ON_NODE)).createdOnce())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("pods default/a should have been created exactly once, but it never was\n");
        assertThatThrownBy(() ->
                        of(0, state(3, FRESH), state(7, ""), state(8, FRESH)).createdOnce())
                .hasMessage("pods default/a should have been created exactly once, but it was created 2 times\n" + "  "
                        + Made.write(3) + "\n  " + Made.write(8));
    }

    @Test
    void anOrderIsOneOfFirstTimes() {
        ObjectHistory good = of(0, state(3, FRESH), state(4, ON_NODE), state(9, RUNNING));
        good.first(BOUND).then(READY);
        good.first(Condition.has("metadata", "name")).then(BOUND).then(READY);
        assertThatThrownBy(() -> good.first(READY).then(BOUND))
                .hasMessageStartingWith("pods default/a should have been Ready before spec.nodeName, but Ready came at"
                        + " revision 9, and spec.nodeName at revision 4\n")
                .hasMessageContaining("+ spec.nodeName: n")
                .hasMessageEndingWith("because of 4");
        assertThatThrownBy(() -> of(0, state(3, RUNNING)).first(BOUND).then(READY))
                .hasMessageContaining("spec.nodeName came at once, and Ready at revision 3");
        assertThatThrownBy(() -> of(0, state(3, ON_NODE)).first(BOUND).then(READY))
                .hasMessageContaining("it never was Ready");
        assertThatThrownBy(() -> of(0).first(BOUND).then(READY)).hasMessageContaining("it never was spec.nodeName");
    }

    @Test
    void alwaysNeverOnce() {
        ObjectHistory history = of(0, state(3, FRESH), state(4, ON_NODE), state(9, RUNNING), state(10, ""));
        assertThatCode(() -> history.once(READY)
                        .never(Condition.terminating())
                        .always(READY.not().or(BOUND)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> history.always(BOUND))
                .hasMessageStartingWith(
                        "pods default/a should always have been spec.nodeName, but it was not at revision 3");
        assertThatThrownBy(() -> history.never(BOUND)).hasMessageContaining("but it was at revision 4");
        assertThatThrownBy(() -> history.once(Condition.phase("Failed")))
                .hasMessageContaining("should have been phase Failed, but it never was")
                .hasMessageContaining("+ status: ");
    }

    @Test
    void readsAnyMoment() {
        ObjectHistory history = of(0, state(3, FRESH), state(4, ON_NODE), state(10, ""));
        assertThat(history.at(2)).isNull();
        assertThat(history.at(9)).isEqualTo(history.states().get(1).object());
        assertThat(history.at(10)).isNull();
        assertThat(history.diff(3, 4)).hasToString("+ spec.nodeName: n");
        assertThat(history.toString()).startsWith("pods default/a\n").contains("  + spec.nodeName: n");
    }
}
