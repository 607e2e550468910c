package io.kubejar.cluster;

import io.etcd.jetcd.Client;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.loop.LiveLoops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.time.SystemClock;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.kubelet.behaviour.Behaviours;
import io.kubejar.server.http.HttpServer;
import io.kubejar.server.pki.Kubeconfig;
import io.kubejar.server.pki.Pki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A whole Kubernetes cluster in this JVM: etcd, API server, controllers, scheduler and nodes.
 *
 * <pre>{@code
 * try (KubeCluster cluster = KubeCluster.start()) {
 *     cluster.apply(Path.of("web.yaml"));
 *     cluster.settle();
 *     cluster.list("pods", "default"); // running
 * }
 * }</pre>
 *
 * <p>Thread-safe. What the server refuses is thrown as {@link io.kubejar.core.error.StatusException} in its own words.
 */
public final class KubeCluster implements AutoCloseable {
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(30);

    private final ClusterOptions options;
    private final LiveLoops loops;
    private final Chance chance;
    private final Pki pki;
    private final EtcdStore etcd;
    private final Timeline timeline;
    private final ControlPlane plane;
    private final Rest rest;
    private final Manifests manifests;
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    /** What is open, in the order in which it is to be closed. */
    private final Deque<Closeable> closing = new ArrayDeque<>(); // guarded by this

    private @Nullable HttpServer https; // guarded by this

    KubeCluster(ClusterOptions options) {
        this.options = options;
        loops = new LiveLoops("kubejar", SystemClock.INSTANCE, this::fault);
        closing.push(loops::close);
        try {
            chance = Chance.secure();
            Path dir = options.dataDir();
            pki = dir == null
                    ? Pki.create(loops.clock(), chance)
                    : Pki.load(dir.resolve("pki"), loops.clock(), chance, List.of());
            etcd = EtcdStore.open(options, loops, chance);
            closing.addLast(etcd::close);
            timeline = new Timeline(loops.clock()::now);
            plane = new ControlPlane(etcd.client(), pki, loops, chance, timeline, options);
            closing.push(plane::close);
            rest = new Rest(loops, () -> plane.server.pipeline().inFlight());
            manifests = new Manifests(client(), plane.server.registry());
            if (options.port() != null) {
                url();
            }
        } catch (RuntimeException e) {
            close(); // what has been opened must not outlive a start that fails
            throw e;
        }
    }

    /** A cluster of one node with the usual settings, in memory. */
    public static KubeCluster start() {
        return builder().start();
    }

    /** For a cluster with settings. */
    public static KubeClusterBuilder builder() {
        return new KubeClusterBuilder();
    }

    /** Something that closes without a checked exception. */
    @FunctionalInterface
    private interface Closeable {
        void close();
    }

    private void fault(String where, Throwable what) {
        faults.add(where + ": " + what);
    }

    /** Faults that components have met and survived; empty in a healthy cluster. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** A client in process that may do everything. */
    public ApiClient client() {
        return plane.server.client(Users.ADMIN);
    }

    /** A client in process that acts as somebody, for example {@code client("jane", "developers")}. */
    public ApiClient client(String user, String... groups) {
        return plane.server.client(Users.known(user, groups));
    }

    /** Creates or changes the objects of a manifest (YAML or JSON, several documents); gives them as they are stored. */
    public List<ApiObject> apply(String manifest) {
        return manifests.apply(manifest);
    }

    /** Like {@link #apply(String)}, of a file. */
    public List<ApiObject> apply(Path file) {
        return manifests.apply(file);
    }

    /** An object; the resource by any of its names: {@code pods}, {@code pod}, {@code po}, {@code deployments.apps}. */
    public ApiObject get(String resource, String namespace, String name) {
        return client().get(ResourceRef.of(manifests.resource(resource), namespace, name));
    }

    /** All objects of a resource in a namespace; "" for all namespaces. */
    public List<ApiObject> list(String resource, String namespace) {
        return client().list(ResourceRef.of(manifests.resource(resource), namespace), ListOptions.ALL)
                .items();
    }

    /** Deletes an object. */
    public void delete(String resource, String namespace, String name) {
        client().delete(ResourceRef.of(manifests.resource(resource), namespace, name), DeleteOptions.NONE);
    }

    /**
     * Waits until the cluster is at rest: every component has seen every change and has nothing left to do now.
     *
     * @throws IllegalStateException when it does not come to rest within 30 seconds; the message says what still moves
     */
    public void settle() {
        settle(SETTLE_WITHIN);
    }

    /** Like {@link #settle()}, with another limit. */
    public void settle(Duration limit) {
        rest.await(limit);
    }

    /** Every write and what caused it. */
    public Timeline timeline() {
        return timeline;
    }

    /** Why a pod is as it is: what made it, what it waits for, what was said about it. */
    public String explain(String namespace, String pod) {
        return new Explanation(client(), timeline).ofPod(namespace, pod);
    }

    /** What containers do: behaviours registered for images. */
    public Behaviours behaviours() {
        return plane.behaviours;
    }

    /** The address of the API, as {@code https://127.0.0.1:6443}; begins to listen when it does not yet. */
    public synchronized String url() {
        HttpServer server = https;
        if (server == null) {
            int port = options.port() == null ? 0 : options.port();
            server = plane.server.listen(port, this::fault);
            https = server;
            closing.push(server::close);
        }
        return server.url();
    }

    /** A kubeconfig whose user may do everything; begins to listen when the cluster does not yet. */
    public String kubeconfig() {
        // A token and no certificate: fabric8's client reads no EC keys, and RSA keys take long to make.
        return Kubeconfig.withToken("kubejar", url(), pki.authority(), pki.adminToken());
    }

    /** The port on which the embedded etcd listens, or null when it does not. */
    public @Nullable Integer etcdPort() {
        return etcd.port();
    }

    /** jetcd's client on the store below, for tests that look there. */
    public Client etcdClient() {
        return etcd.client();
    }

    /** The embedded etcd; null on a real one. */
    @Nullable
    EtcdServer embeddedEtcd() {
        return etcd.embedded();
    }

    /** Stops everything; no thread and no port is left. May be called twice. */
    @Override
    public synchronized void close() {
        while (!closing.isEmpty()) {
            closing.pop().close();
        }
    }
}
