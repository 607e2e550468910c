package io.kubejar.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupOrderTest {
    @Test
    void builtInGroupsComeFirst() {
        List<String> groups = new ArrayList<>(
                List.of("b.example.com", "batch", "", "coordination.k8s.io", "a.example.com", "events.k8s.io", "apps"));
        groups.sort(new GroupOrder());
        assertThat(groups)
                .containsExactly(
                        "", "apps", "events.k8s.io", "batch", "coordination.k8s.io", "a.example.com", "b.example.com");
    }
}
