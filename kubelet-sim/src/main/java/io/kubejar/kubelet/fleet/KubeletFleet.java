package io.kubejar.kubelet.fleet;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.ChangeHandler;
import io.kubejar.core.informer.Indexes;
import io.kubejar.core.informer.Informer;
import io.kubejar.core.informer.Informers;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.node.LogOptions;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.core.node.PodNetwork;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Resources;
import io.kubejar.core.reconcile.WorkQueue;
import io.kubejar.kubelet.behaviour.Behaviours;
import io.kubejar.kubelet.log.ContainerLog;
import io.kubejar.kubelet.log.LogReader;
import io.kubejar.kubelet.node.NodeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All simulated nodes: one informer of pods, one queue, one loop for the life of pods, one for heartbeats and one for
 * events. Upstream: the kubelet, v1.36.
 *
 * <p>The methods may be called from any thread; the work is done on the loops.
 */
public final class KubeletFleet implements NodeAgent {
    private final Function<String, ApiClient> clients;
    private final Informers informers;
    private final Loops loops;
    private final FleetOptions options;
    private final PodPorts ports;
    private final Launcher launcher;
    private final Loop loop;
    private final Loop beats;
    private final Loop notes;
    private final WorkQueue<ObjectKey> queue;
    private final Map<String, FleetNode> nodes = new ConcurrentHashMap<>();
    private final Map<ObjectKey, PodWorker> workers = new ConcurrentHashMap<>();

    /**
     * A fleet without nodes.
     *
     * @param clients for a node's name the client that acts as {@code system:node:<name>} in the group {@code
     *     system:nodes}
     * @param informers local copies of pods, ConfigMaps and Secrets in all namespaces
     * @param behaviours what containers do; may be changed later
     * @param ports who listens on their ports; may be changed later
     */
    public KubeletFleet(
            Function<String, ApiClient> clients,
            Informers informers,
            Loops loops,
            Behaviours behaviours,
            PodPorts ports,
            FleetOptions options) {
        this.clients = clients;
        this.informers = informers;
        this.loops = loops;
        this.options = options;
        this.ports = ports;
        this.launcher = new Launcher(behaviours, informers);
        this.loop = loops.loop("kubelet");
        this.beats = loops.loop("kubelet-heartbeats");
        this.notes = loops.loop("kubelet-events");
        this.queue = new WorkQueue<>(loop, this::sync);
    }

    /** Begins to listen. Called once; nodes may be added before and after. */
    public void start() {
        informers.informer(Resources.PODS).addHandler(this::podChanged);
        ChangeHandler wakeHeld = (before, after, revision) -> {
            if (after != null) {
                loop.execute(() -> wakeHeld(after.namespace()));
            }
        };
        informers.informer(Resources.CONFIG_MAPS).addHandler(wakeHeld);
        informers.informer(Resources.SECRETS).addHandler(wakeHeld);
    }

    /** Adds a node and starts it. A node of this name that is there is left as it is. */
    public void addNode(NodeSpec spec) {
        FleetNode node = nodes.computeIfAbsent(
                spec.name(), name -> new FleetNode(spec, clients.apply(name), options, loops.clock(), beats, notes));
        startNode(node.name());
    }

    /** Takes over the nodes of another fleet whose cluster this one's is a copy of. Called once, before {@link #start}. */
    public void adoptNodes(KubeletFleet other) {
        other.members().forEach(this::adoptNode);
    }

    /**
     * Adds a node that has registered itself before, in a life of its own that this one goes on with; one that did not run
     * does not run. Called before {@link #start}.
     */
    public void adoptNode(Member member) {
        String name = member.spec().name();
        FleetNode node = new FleetNode(member.spec(), clients.apply(name), options, loops.clock(), beats, notes);
        nodes.put(name, node);
        if (member.running()) {
            node.resume();
        }
    }

    /** A node and whether it runs. */
    public record Member(NodeSpec spec, boolean running) {}

    /** All nodes, in the order of their names. */
    public List<Member> members() {
        List<Member> out = new ArrayList<>();
        new TreeMap<>(nodes).values().forEach(node -> out.add(new Member(node.spec(), node.isRunning())));
        return out;
    }

    /**
     * Waits until every node added so far has registered itself, or has been refused once and tries again later.
     *
     * @return false when the limit has passed before
     */
    public boolean awaitRegistration(Duration limit) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        beats.execute(done::countDown); // behind the registrations, which are on the same loop
        return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Starts a node that was stopped. */
    public void startNode(String name) {
        FleetNode node = nodes.get(name);
        if (node != null && !node.isRunning()) {
            node.start();
            Informer pods = informers.informer(Resources.PODS);
            pods.lister().indexed(Indexes.NODE_NAME, name).forEach(p -> {
                podChanged(null, p, p.revision());
                queue.add(p.key());
            });
        }
    }

    /** Makes a node fall silent, as if its plug was pulled: no heartbeats, and its pods do nothing that others could see. */
    public void stopNode(String name) {
        FleetNode node = nodes.get(name);
        if (node != null) {
            node.stop();
        }
    }

    /**
     * Starts a node that was stopped as one whose machine has started anew: no container has outlived it. Upstream: kubelet
     * nodestatus.MachineInfo (event Rebooted) and kuberuntime for containers that are gone, v1.36.
     */
    public void rebootNode(String name) {
        FleetNode node = nodes.get(name);
        if (node == null) {
            return;
        }
        loop.execute(() -> {
            Instant now = loops.clock().now();
            workers.forEach((key, worker) -> {
                if (worker.node() == node) {
                    worker.reboot(now);
                    queue.add(key);
                }
            });
        });
        node.rebooted();
        startNode(name);
    }

    /** Starts the kubelet of a node that was stopped while its machine and its containers went on. */
    public void startKubelet(String name) {
        loop.execute(() -> workers.forEach((key, worker) -> {
            if (worker.node().name().equals(name)) {
                worker.kubeletStarted();
                queue.forget(key);
            }
        }));
        startNode(name);
    }

    /** Lets a node's pods try at once what they have put off because it was refused. */
    public void nudgeNode(String name) {
        loop.execute(() -> workers.forEach((key, worker) -> {
            if (worker.node().name().equals(name)) {
                queue.forget(key);
                queue.add(key);
            }
        }));
    }

    /** Whether there is a node of this name, running or not. */
    public boolean hasNode(String name) {
        return nodes.containsKey(name);
    }

    /** The names of all nodes, in order. */
    public List<String> nodeNames() {
        return nodes.keySet().stream().sorted().toList();
    }

    /** Stops a node for good and forgets it; its Node object stays. */
    public void removeNode(String name) {
        stopNode(name);
        nodes.remove(name);
    }

    private void podChanged(@Nullable ApiObject before, @Nullable ApiObject after, long revision) {
        ApiObject pod = after == null ? before : after;
        if (pod == null) {
            return;
        }
        FleetNode node = nodes.get(Json.textOr(pod.spec(), "", "nodeName"));
        if (node != null) {
            loop.execute(() -> observe(node, pod, after == null, revision));
        }
    }

    private void observe(FleetNode node, ApiObject pod, boolean gone, long revision) {
        ObjectKey key = pod.key();
        PodWorker worker = workers.get(key);
        if (worker != null && (gone || !worker.uid().equals(pod.uid()))) {
            if (gone && !worker.uid().equals(pod.uid())) {
                return;
            }
            workers.remove(key);
            worker.end();
            ports.forget(worker.uid());
            worker = null;
        }
        if (gone) {
            return;
        }
        if (worker == null) {
            workers.put(key, new PodWorker(node, withKind(pod), revision, launcher, options));
            queue.add(key);
        } else if (worker.observe(withKind(pod), revision)) {
            queue.add(key);
        }
    }

    private static ApiObject withKind(ApiObject pod) {
        return pod.kind().isEmpty()
                ? pod.edit(root -> root.put("apiVersion", "v1").put("kind", "Pod"))
                : pod;
    }

    private void wakeHeld(String namespace) {
        workers.forEach((key, worker) -> {
            if (key.namespace().equals(namespace) && worker.isHeld()) {
                queue.add(key);
            }
        });
    }

    private void sync(ObjectKey key) {
        PodWorker worker = workers.get(key);
        if (worker == null || !worker.node().isRunning()) {
            return;
        }
        Instant now = loops.clock().now();
        try {
            Instant wake = worker.sync(now);
            queue.forget(key);
            if (wake != null) {
                queue.addAfter(key, Duration.between(now, wake));
            }
        } catch (StatusException e) {
            queue.addRateLimited(key);
        }
    }

    @Override
    public LogStream logs(ApiObject pod, String container, LogOptions logOptions, LogSink sink) {
        PodWorker worker = workers.get(pod.key());
        if (worker == null || !worker.uid().equals(pod.uid())) {
            throw StatusException.badRequest("pod \"" + pod.name() + "\" cannot be found - no logs available");
        }
        String instance = LogTarget.find(worker.pod(), container, logOptions.previous());
        ContainerLog log = worker.logs().of(instance);
        return LogReader.open(log == null ? LogTarget.forgotten() : log, logOptions, sink);
    }

    @Override
    public @Nullable PodNetwork network(ApiObject pod) {
        return FleetNetwork.of(workers.get(pod.key()), pod, ports);
    }

    /** How many pods stand where, by the name of their node. */
    public Map<String, Integer> podsByNode() {
        Map<String, Integer> out = new TreeMap<>();
        workers.values().forEach(w -> out.merge(w.node().name(), 1, Integer::sum));
        return out;
    }
}
