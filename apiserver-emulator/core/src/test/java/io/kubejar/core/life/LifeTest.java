package io.kubejar.core.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What ends with a life, and what does not. */
class LifeTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final ResourceRef MAPS = ResourceRef.of(Resources.CONFIG_MAPS, "default");

    private final SimulatedLoops loops = new SimulatedLoops(START);
    private final MemoryApi api = new MemoryApi(loops.clock(), 1);
    private final List<String> seen = new ArrayList<>();

    private static void make(ApiClient client, String name) {
        client.create(MAPS, ApiObject.of(new Gvk("", "v1", "ConfigMap"), "default", name), WriteOptions.NONE);
    }

    private void watch(ApiClient client) {
        client.watch(MAPS, WatchOptions.from(0), new WatchHandler() {
            @Override
            public void onEvent(WatchEvent event) {
                seen.add(event.object().name());
            }

            @Override
            public void onClose(@Nullable StatusException why) {}
        });
    }

    private void run(Duration by) {
        Instant end = loops.clock().now().plus(by);
        do {
            loops.runAll(Duration.ofSeconds(10));
        } while (loops.fireNext(end));
    }

    @Test
    void nothingGoesThroughAfterItsEnd() {
        Life life = new Life("kube-scheduler", loops);
        ApiClient client = life.client(api);
        make(client, "a");
        watch(client);
        life.end();
        life.end();
        assertThatThrownBy(() -> make(client, "b"))
                .isInstanceOf(StatusException.class)
                .hasMessage("kube-scheduler does not run any more");
        assertThatThrownBy(() -> client.list(MAPS, ListOptions.ALL)).isInstanceOf(StatusException.class);
        make(api, "c");
        run(Duration.ZERO);
        assertThat(seen).doesNotContain("b", "c");
    }

    @Test
    void whatIsQueuedOrDueIsDroppedAndTheLoopsAroundGoOn() {
        Life around = new Life("kube-controller-manager", loops);
        Life inner = new Life("job-controller", around.loops());
        Loop loop = inner.loops().loop("jobs");
        Loop beside = around.loops().loop("beside");
        loop.execute(() -> seen.add("queued"));
        loop.after(Duration.ofSeconds(1), "due", () -> seen.add("due"));
        beside.after(Duration.ofSeconds(1), "beside", () -> seen.add("beside"));
        inner.end();
        run(Duration.ofMinutes(1));
        assertThat(seen).containsExactly("beside");
        around.end();
        beside.execute(() -> seen.add("late"));
        beside.after(Duration.ofSeconds(1), "late", () -> seen.add("late"));
        run(Duration.ofMinutes(1));
        assertThat(seen).containsExactly("beside");
        assertThat(loops.activity().nextTimer()).isNull();
    }

    @Test
    void somethingElseMaySayThatItIsOver() {
        boolean[] lasts = {true};
        Life life = new Life(loops, () -> lasts[0], "it is over");
        make(life.client(api), "a");
        lasts[0] = false;
        assertThatThrownBy(() -> make(life.client(api), "b")).hasMessage("it is over");
    }
}
