package io.kubejar.etcd.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.count.Counts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchHubTest {
    @Test
    void aTaskThatFailsDoesNotStopTheQueue() {
        WatchHub hub = new WatchHub(new Counts());
        List<String> done = new ArrayList<>();
        hub.add(() -> {
            throw new IllegalStateException("call already closed");
        });
        hub.execute(() -> done.add("of the same drain"));
        hub.execute(() -> done.add("later"));
        assertThat(done).containsExactly("of the same drain", "later");
    }
}
