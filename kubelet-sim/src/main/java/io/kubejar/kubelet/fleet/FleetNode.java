package io.kubejar.kubelet.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Backoff;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.EventNote;
import io.kubejar.core.reconcile.EventRecorder;
import io.kubejar.core.time.Clock;
import io.kubejar.kubelet.node.Addresses;
import io.kubejar.kubelet.node.NodeObjects;
import io.kubejar.kubelet.node.NodeSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node: it registers itself, renews its Lease and reports its status. */
final class FleetNode {
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(7); // as upstream's lease controller and registration

    private final NodeSpec spec;
    private final ApiClient client;
    private final FleetOptions options;
    private final Clock clock;
    private final Loop beats; // registration, leases, status
    private final Loop notes; // events
    private final EventRecorder recorder;
    private final ApiObject reference;
    private final Addresses addresses;
    private final Set<String> images = new HashSet<>(); // on the fleet's loop
    private @Nullable ApiObject node;
    private @Nullable ApiObject lease;
    private volatile boolean running;
    private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
    private int boots; // on the loop of beats
    private int generation; // timers of an earlier start are dropped

    FleetNode(NodeSpec spec, ApiClient client, FleetOptions options, Clock clock, Loop beats, Loop notes) {
        this.spec = spec;
        this.client = client;
        this.options = options;
        this.clock = clock;
        this.beats = beats;
        this.notes = notes;
        this.recorder = new EventRecorder(client, "kubelet", spec.name(), clock);
        this.reference = ApiObject.of(new Gvk("", "v1", "Node"), "", spec.name())
                .edit(root -> Json.child(root, "metadata").put("uid", spec.name()));
        this.addresses = new Addresses(spec.number());
    }

    String name() {
        return spec.name();
    }

    ApiClient client() {
        return client;
    }

    Addresses addresses() {
        return addresses;
    }

    String hostIp() {
        return addresses.hostIp();
    }

    Set<String> images() {
        return images;
    }

    boolean isRunning() {
        return running;
    }

    void start() {
        running = true;
        beats.execute(() -> {
            int mine = ++generation;
            register(mine);
        });
    }

    /** Goes on as a node that has registered before: nothing is told, its next heartbeats are due a period from now. */
    void resume() {
        running = true;
        beats.execute(() -> {
            int mine = ++generation;
            if (!options.leaseInterval().isZero()) {
                beats.after(options.leaseInterval(), "lease of node " + name(), () -> renew(mine));
            }
            if (!options.statusInterval().isZero()) {
                beats.after(options.statusInterval(), "status of node " + name(), () -> report(mine));
            }
        });
    }

    /** The next start is one of the whole machine. */
    void rebooted() {
        beats.execute(() -> {
            boots++;
            warn("Rebooted", "Node " + name() + " has been rebooted, boot id: " + NodeObjects.bootId(spec, boots));
        });
    }

    private void warn(String reason, String message) {
        note(EventNote.warning(reference, reason, message), "", 0);
    }

    NodeSpec spec() {
        return spec;
    }

    /** From now on nothing is heard of the node. */
    void stop() {
        running = false;
    }

    /** Records an event, after those that were recorded before. */
    void note(EventNote event, String fieldPath, long cause) {
        notes.execute(() -> recorder.record(event, fieldPath, cause));
    }

    private boolean isCurrent(int mine) {
        return running && mine == generation;
    }

    private void register(int mine) {
        if (!isCurrent(mine)) {
            return;
        }
        try {
            node = registered();
        } catch (StatusException e) {
            beats.retryAfter(backoff.next(), "register node " + name(), () -> register(mine));
            return;
        }
        backoff.reset();
        tell("Starting", "Starting kubelet.");
        for (String event : new String[] {"NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"}) {
            tell(event, "Node " + name() + " status is now: " + event);
        }
        tell("NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
        tell("NodeReady", "Node " + name() + " status is now: NodeReady");
        renew(mine);
        if (!options.statusInterval().isZero()) {
            beats.after(options.statusInterval(), "status of node " + name(), () -> report(mine));
        }
    }

    private void tell(String reason, String message) {
        note(EventNote.normal(reference, reason, message), "", 0);
    }

    private ApiObject registered() {
        ApiObject wanted = NodeObjects.initial(spec, options.version(), boots, clock.now());
        ApiObject stored;
        try {
            stored = client.create(ResourceRef.of(Resources.NODES), wanted, WriteOptions.NONE);
        } catch (StatusException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
            stored = client.get(ResourceRef.of(Resources.NODES, "", name()));
            return status(stored);
        }
        return stored.status().path("conditions").isEmpty() ? status(stored) : stored;
    }

    private ApiObject status(ApiObject stored) {
        var status = NodeObjects.status(spec, options.version(), boots, stored.status(), clock.now());
        ResourceRef ref = ResourceRef.of(Resources.NODES, "", name()).sub("status");
        return client.update(ref, stored.withStatus(status), WriteOptions.NONE);
    }

    /** Reports the status; somebody who has changed or deleted the Node meanwhile is no reason to stop. */
    private void report(int mine) {
        if (!isCurrent(mine)) {
            return;
        }
        try {
            node = status(client.get(ResourceRef.of(Resources.NODES, "", name())));
        } catch (StatusException e) {
            beats.retryAfter(backoff.next(), "status of node " + name(), () -> report(mine));
            return;
        }
        beats.after(options.statusInterval(), "status of node " + name(), () -> report(mine));
    }

    private void renew(int mine) {
        if (!isCurrent(mine) || options.leaseInterval().isZero()) {
            return;
        }
        try {
            renewLease();
        } catch (StatusException e) {
            lease = null;
            beats.retryAfter(backoff.next(), "lease of node " + name(), () -> renew(mine));
            return;
        }
        backoff.reset();
        if (!options.statusInterval().isZero()) {
            contradict();
        }
        beats.after(options.leaseInterval(), "lease of node " + name(), () -> renew(mine));
    }

    /**
     * Reports out of turn when somebody says that the node is not ready, as the node controller does after a silence.
     * Upstream: Kubelet.tryUpdateNodeStatus, which looks every 10 s and writes what differs, v1.36.
     */
    private void contradict() {
        try {
            ApiObject stored = client.get(ResourceRef.of(Resources.NODES, "", name()));
            for (JsonNode condition : stored.status().path("conditions")) {
                if ("Ready".equals(Json.text(condition, "type")) && !"True".equals(Json.text(condition, "status"))) {
                    node = status(stored);
                    return;
                }
            }
        } catch (StatusException e) {
            // the next heartbeat looks again
        }
    }

    private void renewLease() {
        ResourceRef leases = ResourceRef.of(Resources.LEASES, "kube-node-lease");
        ResourceRef own = ResourceRef.of(Resources.LEASES, "kube-node-lease", name());
        ApiObject owner = node == null ? reference : node;
        if (lease == null) {
            try {
                ApiObject fresh =
                        NodeObjects.lease(owner, options.leaseDuration().toSeconds(), clock.now());
                lease = client.create(leases, fresh, WriteOptions.NONE);
                return;
            } catch (StatusException e) {
                if (!e.is(Reason.ALREADY_EXISTS)) {
                    throw e;
                }
                lease = client.get(own);
            }
        }
        lease = client.update(own, NodeObjects.renewed(lease, clock.now()), WriteOptions.NONE);
    }
}
