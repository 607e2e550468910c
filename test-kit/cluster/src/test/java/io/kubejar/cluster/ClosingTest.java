package io.kubejar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    private void fail(String name) {
        closed.add(name);
        throw new IllegalStateException(name);
    }

    @Test
    @DisplayName("the last is closed first, each once, and what throws keeps nothing open")
    void everythingIsClosed() {
        Closing closing = new Closing();
        closing.push(() -> closed.add("a"));
        closing.push(() -> fail("b"));
        closing.push(() -> closed.add("c"));
        closing.push(() -> fail("d"));
        assertThatThrownBy(closing::close)
                .hasMessage("d")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        closing.close();
        assertThat(closed).containsExactly("d", "c", "b", "a");
    }

    @Test
    @DisplayName("what was taken out is neither closed nor kept; the rest is")
    void whatIsDoneIsTakenOut() {
        Closing closing = new Closing();
        closing.push(() -> closed.add("a"));
        Runnable done = closing.push(() -> closed.add("b"));
        done.run();
        done.run();
        closing.close();
        assertThat(closed).containsExactly("a");
    }
}
