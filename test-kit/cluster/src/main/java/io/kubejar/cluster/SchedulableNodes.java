package io.kubejar.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until new nodes take pods: until the node controller has seen that they are ready and has taken their taint away. */
final class SchedulableNodes implements WatchHandler {
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final ResourceRef NODES = ResourceRef.of(Resources.NODES);

    private final Set<String> tainted = new HashSet<>(); // guarded by this
    private final CountDownLatch done = new CountDownLatch(1);

    private SchedulableNodes() {}

    /** Waits for every node that is there now; false when the limit has passed before. */
    static boolean await(ApiClient client, Duration limit) throws InterruptedException {
        ObjectList now = client.list(NODES, ListOptions.ALL);
        SchedulableNodes waiting = new SchedulableNodes();
        now.items().stream().filter(SchedulableNodes::isTainted).forEach(node -> waiting.tainted.add(node.name()));
        if (waiting.tainted.isEmpty()) {
            return true;
        }
        ApiClient.Watch watch = client.watch(NODES, WatchOptions.from(now.revision()), waiting);
        try {
            return waiting.done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            watch.close();
        }
    }

    @Override
    public synchronized void onEvent(WatchEvent event) {
        boolean gone = event.type() == WatchEvent.Type.DELETED;
        if ((gone || !isTainted(event.object()))
                && tainted.remove(event.object().name())
                && tainted.isEmpty()) {
            done.countDown();
        }
    }

    @Override
    public void onClose(@Nullable StatusException why) {
        done.countDown(); // the server closes
    }

    private static boolean isTainted(ApiObject node) {
        for (JsonNode taint : node.spec().path("taints")) {
            if (NOT_READY.equals(Json.text(taint, "key"))) {
                return true;
            }
        }
        return false;
    }
}
