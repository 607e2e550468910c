package io.kubejar.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryApiTest {
    private static final ResourceRef PODS = ResourceRef.of(Resources.PODS, "default");

    private final MemoryApi api = new MemoryApi(new ManualClock(Instant.parse("2026-11-21T10:00:00Z")), 1);

    private ApiObject create(String name) {
        return api.create(PODS, ApiObject.of(new Gvk("", "v1", "Pod"), "default", name), WriteOptions.NONE);
    }

    @Test
    void watchGivesWhatTheListDidNotShow() {
        create("a");
        long seen = api.list(PODS, ListOptions.ALL).revision();
        List<WatchEvent> events = new ArrayList<>();
        WatchHandler handler = new WatchHandler() {
            @Override
            public void onEvent(WatchEvent event) {
                events.add(event);
            }

            @Override
            public void onClose(StatusException why) {
                throw new AssertionError("closed", why);
            }
        };
        create("b");
        api.watch(PODS, WatchOptions.from(seen), handler);
        api.delete(ResourceRef.of(Resources.PODS, "default", "a"), DeleteOptions.NONE);
        assertThat(events).extracting(e -> e.type() + " " + e.object().name()).containsExactly("ADDED b", "DELETED a");
    }

    @Test
    void updateOfAnOldVersionIsAConflict() {
        ApiObject first = create("a");
        ResourceRef ref = ResourceRef.to(Resources.PODS, first);
        api.patch(ref, Patch.merge("{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"), WriteOptions.NONE);
        StatusException refusal =
                catchThrowableOfType(StatusException.class, () -> api.update(ref, first, WriteOptions.NONE));
        assertThat(refusal.is(Reason.CONFLICT)).isTrue();
    }

    @Test
    void statusAndSpecAreWrittenApart() {
        ResourceRef ref = ResourceRef.to(Resources.PODS, create("a"));
        ApiObject both = api.get(ref).edit(root -> {
            Json.child(root, "spec").put("nodeName", "n");
            Json.child(root, "status").put("phase", "Running");
        });
        ApiObject withStatus = api.update(ref.sub("status"), both, WriteOptions.NONE);
        assertThat(withStatus.spec().isMissingNode()).isTrue();
        assertThat(withStatus.generation()).isEqualTo(1);
        ApiObject withSpec = api.patch(ref, Patch.merge("{\"spec\":{\"nodeName\":\"n\"}}"), WriteOptions.NONE);
        assertThat(withSpec.generation()).isEqualTo(2);
        assertThat(Json.text(withSpec.status(), "phase")).isEqualTo("Running");
    }

    @Test
    void finalizersHoldAnObjectUntilTheyAreGone() {
        ResourceRef ref = ResourceRef.to(Resources.PODS, create("a"));
        api.patch(ref, Patch.merge("{\"metadata\":{\"finalizers\":[\"x/y\"]}}"), WriteOptions.NONE);
        assertThat(api.delete(ref, DeleteOptions.NONE).isTerminating()).isTrue();
        api.patch(ref, Patch.merge("{\"metadata\":{\"finalizers\":null}}"), WriteOptions.NONE);
        assertThat(api.lister(Resources.PODS).all()).isEmpty();
    }
}
