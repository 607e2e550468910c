package io.kubejar.core.informer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.core.client.MemoryApi;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.loop.SimulatedLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Resources;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InformersTest {
    private final SimulatedLoops loops = new SimulatedLoops(Instant.EPOCH);
    private final MemoryApi api = new MemoryApi(loops.clock(), 1);
    private final Informers informers = new Informers("test", api, loops);

    private void create() {
        ApiObject node = ApiObject.of(new Gvk("", "v1", "Node"), "", "a");
        api.create(ResourceRef.of(Resources.NODES), node, WriteOptions.NONE);
    }

    @Test
    void whatIsAskedForIsKept() {
        create();
        Lister nodes = informers.of(Resources.NODES);
        loops.runUntilIdle();
        assertThat(nodes.all()).hasSize(1);
        assertThat(informers.kept().of(Resources.NODES).all()).hasSize(1);
    }

    @Test
    void aViewOfWhatIsKeptBeginsNothing() {
        create();
        Listers kept = informers.kept();
        assertThat(kept.of(Resources.NODES).all()).isEmpty();
        assertThat(informers.all()).isEmpty();
        informers.informer(Resources.NODES);
        informers.remove(Resources.NODES);
        assertThat(kept.of(Resources.NODES).all()).isEmpty();
        loops.runUntilIdle();
        assertThat(informers.all()).isEmpty();
        assertThat(loops.activity().nextTimer()).isNull();
    }
}
