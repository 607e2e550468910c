package io.kubejar.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for nodes. */
final class Nodes {
    private static final Gvr NODES = new Gvr("", "v1", "nodes");
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

    private Nodes() {}

    /** Returns when there is a node and all are Ready; asks every millisecond. */
    static void awaitReady(ApiClient client) throws InterruptedException {
        long end = System.nanoTime() + LIMIT;
        while (!allReady(client)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the nodes are not Ready after 30 seconds");
            }
            pause(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Waits for so long and does nothing. */
    static void pause(long nanos) throws InterruptedException {
        if (new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("nobody opens this latch");
        }
    }

    private static boolean allReady(ApiClient client) {
        List<ApiObject> nodes =
                client.list(ResourceRef.of(NODES), ListOptions.ALL).items();
        return !nodes.isEmpty() && nodes.stream().allMatch(Nodes::isReady);
    }

    private static boolean isReady(ApiObject node) {
        for (JsonNode condition : Json.at(node.tree(), "status", "conditions")) {
            if ("Ready".equals(Json.text(condition, "type"))) {
                return "True".equals(Json.text(condition, "status"));
            }
        }
        return false;
    }
}
