package io.kubejar.cluster;

import io.etcd.jetcd.Client;
import io.kubejar.cluster.activity.Activity;
import io.kubejar.cluster.explore.Exploration;
import io.kubejar.cluster.fault.Disturbances;
import io.kubejar.cluster.history.Archive;
import io.kubejar.cluster.history.Catalog;
import io.kubejar.cluster.history.History;
import io.kubejar.cluster.history.View;
import io.kubejar.cluster.invariants.InvariantCheck;
import io.kubejar.cluster.load.LoadReport;
import io.kubejar.cluster.operator.OperatorBuilder;
import io.kubejar.cluster.permissions.Permissions;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.loop.Turns;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Resources;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.kubelet.behaviour.Behaviours;
import io.kubejar.kubelet.fleet.PodPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private final Faults faults;
    private final Ground ground;
    private final ControlPlane plane;
    private final Rest rest;
    private final ClusterTime time;
    private final Manifests manifests;
    private final Archive archive;
    private final SecurePort port;
    private final Closing closing = new Closing();

    private KubeCluster(Ground ground, Faults faults, @Nullable ControlPlane parent) {
        this.ground = ground;
        this.faults = faults;
        closing.push(ground::close);
        try {
            plane = new ControlPlane(ground, parent);
            closing.push(plane::close);
            rest = Rest.of(
                    ground.loops(),
                    new ServerRequests(
                            plane.server, timeline(), ground.options().quietPeriod()));
            time = new ClusterTime(ground.loops(), rest, ground.timeline()::changes);
            closing.push(time::close);
            manifests = new Manifests(client(), plane.server.registry());
            Catalog catalog = new Catalog(plane.server.registry(), manifests::resource);
            port = new SecurePort(ground, plane, time, faults::add);
            closing.push(port::close);
            Snapshots.note(ground, plane);
            archive = new Archive(
                    ground.etcd().client(), catalog, timeline(), time::now, pod -> ports().lastRefused(pod.uid()));
            plane.begin();
        } catch (RuntimeException e) {
            close(); // what has been opened must not outlive a start that fails
            throw e;
        }
    }

    static KubeCluster start(ClusterOptions options) {
        Faults faults = new Faults();
        KubeCluster cluster = new KubeCluster(Ground.fresh(options, faults::add), faults, null);
        try {
            if (options.mode() != Mode.LIVE) {
                cluster.settle(); // nothing else would register the nodes
            }
            if (options.port() != null) {
                cluster.url();
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * A cluster of its own that begins where this one is: the same objects, history and instant, its nodes and their pods
     * too. From here on neither sees what the other does. It has no port until somebody asks for one; what this one is in
     * the middle of, that one takes up from its objects.
     *
     * @throws IllegalStateException on a real etcd
     */
    public KubeCluster fork() {
        return fork(ground.options().mode(), isSeeded() ? ground.chance().fork() : Chance.secure(), null);
    }

    /**
     * Like {@link #fork()}; what happens in the copy is in the order that the seed gives.
     *
     * @throws IllegalStateException unless this is a {@link Mode#SEEDED} cluster
     */
    public KubeCluster fork(long seed) {
        if (!isSeeded()) {
            throw new IllegalStateException("only a seeded cluster takes a seed: start one with builder().seed(...)");
        }
        return fork(Mode.SEEDED, ground.chance(seed), null);
    }

    private KubeCluster fork(Mode mode, Chance chance, @Nullable Turns turns) {
        Faults own = new Faults();
        return new KubeCluster(ground.fork(mode, chance, turns, own::add), own, plane);
    }

    private boolean isSeeded() {
        return ground.options().mode() == Mode.SEEDED;
    }

    /** A cluster of one node with the usual settings, in memory. */
    public static KubeCluster start() {
        return builder().start();
    }

    /** For a cluster with settings. */
    public static KubeClusterBuilder builder() {
        return new KubeClusterBuilder();
    }

    /** Faults that components have met and survived; empty in a healthy cluster. */
    public List<String> faults() {
        return faults.list();
    }

    /** A client in process that may do everything. */
    public ApiClient client() {
        return plane.server.client(Users.ADMIN);
    }

    /** A client in process that acts as somebody, for example {@code client("jane", "developers")}. */
    public ApiClient client(String user, String... groups) {
        return plane.server.client(Users.known(user, groups));
    }

    /** A client in process that acts as a service account; it need not exist. */
    public ApiClient accountClient(String namespace, String account) {
        return plane.server.client(Users.component("system:serviceaccount:" + namespace + ":" + account));
    }

    /** HTTP without sockets, as the administrator: for clients of others' make that run in this JVM. */
    public ClusterHttp http() {
        return new ClusterHttp(plane.server.http(faults::add), ground, Users.ADMIN, closing::push);
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
     * Waits until the cluster is at rest: every component has seen every change and has nothing left to do now. While a
     * client outside, over HTTPS, has a watch open, it also waits until that one has been sent everything and has asked
     * for nothing during {@link KubeClusterBuilder#quietPeriod}.
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

    /**
     * Proves that nothing is about to happen: lets the time pass in a copy of the cluster, which takes no time here, and
     * looks whether anything is written there but signs of life of nodes. Clients outside are not in the copy.
     *
     * @throws AssertionError when something is written; the message tells what and by whom
     */
    public void assertNothingHappens(Duration within) {
        settle();
        try (KubeCluster copy = fork(Mode.SEEDED, ground.chance().fork(), null)) {
            Foresight.nothingHappens(copy, within);
        }
    }

    /** Saves the cluster, with its keys, for {@link KubeClusterBuilder#restore}; refuses on a real etcd. */
    public void snapshot(Path file) {
        Snapshots.save(ground, file);
    }

    /** Like {@link #load(String)}, of a file. */
    public LoadReport load(Path dump) {
        return load(Manifests.read(dump));
    }

    /** Takes in another cluster's objects as {@code kubectl get -o yaml} prints them, while nobody writes: {@link LoadReport}. */
    public LoadReport load(String dump) {
        return new DumpLoader(ground, plane, this::settle).load(dump);
    }

    /** What time it is in the cluster, and how to move it. */
    public ClusterTime time() {
        return time;
    }

    /**
     * An operator of one's own that runs inside this cluster, on its loops and by its clock, and acts as the administrator:
     * for {@link Mode#SEEDED} and {@link #explore()} too.
     */
    public OperatorBuilder operator(String name) {
        return operator(name, client());
    }

    /** Like {@link #operator(String)}, acting through a client of this cluster, for example {@code client("jane")}. */
    public OperatorBuilder operator(String name, ApiClient actingAs) {
        return new OperatorBuilder(name, actingAs, ground.loops(), manifests::resource);
    }

    /** Looks for an order of things in which a claim about this cluster does not hold. */
    public Exploration explore() {
        settle();
        return new Exploration(turns -> fork(Mode.SEEDED, ground.chance(1), turns));
    }

    /** What can go wrong, on purpose. */
    public Disturbances disturb() {
        return plane.disturbances();
    }

    /** The store's revision: a mark to look back to. */
    public long revision() {
        return archive.revision();
    }

    /** The store as it was at a revision, read-only. What is no longer kept, or yet to come, is refused in etcd's words. */
    public View at(long revision) {
        return archive.at(revision);
    }

    /** The store as it was at an instant of the cluster's clock, read-only. */
    public View at(Instant instant) {
        return archive.at(instant);
    }

    /** All that happened to all objects so far, as far as etcd has kept it. */
    public History history() {
        return archive.history();
    }

    /** What every user and controller did so far: reconciles, writes, writes that changed nothing, conflicts. */
    public Activity activity() {
        return ground.recorders().activity().activity();
    }

    /** What every user asked for so far, and the smallest roles that allow it. */
    public Permissions permissions() {
        return new Permissions(ground.recorders().asks());
    }

    /**
     * What is wrong with the store, a line each; empty in a healthy cluster. See
     * {@link io.kubejar.cluster.invariants.Invariant}.
     */
    public List<String> violations() {
        return new InvariantCheck(() -> at(revision()), client(), timeline(), this::settle).violations();
    }

    /**
     * The watches that are open for others than the components of a control plane, a line each: those of tests, and of
     * clients that they have not closed.
     */
    public List<String> openWatches() {
        return plane.server.pipeline().openWatches().stream()
                .filter(call -> !Users.isComponent(call.user().name()))
                .map(call -> call.user().name() + " watches " + call.ref().path())
                .sorted()
                .toList();
    }

    /** Every write and what caused it. */
    public Timeline timeline() {
        return ground.timeline();
    }

    /** Why a pod is there and why it is not running and ready; see {@link #explain(String, String, String)}. */
    public String explain(String namespace, String pod) {
        return explain(Resources.PODS.resource(), namespace, pod);
    }

    /**
     * Why an object is there and why it is not as it should be: what it waits for and what is wrong, what was said about
     * it, the chain of writes that led to it, and its owners. Several lines for people.
     *
     * @param resource by any of its names
     */
    public String explain(String resource, String namespace, String name) {
        return archive.explain(resource, namespace, name);
    }

    /** What containers do: behaviours registered for images. */
    public Behaviours behaviours() {
        return plane.behaviours;
    }

    /** Who listens on the ports of pods, for {@code kubectl port-forward} and the like: nobody until it is said here. */
    public PodPorts ports() {
        return plane.ports;
    }

    /**
     * The address of the API, as {@code https://127.0.0.1:6443}; begins to listen when it does not yet.
     *
     * @throws IllegalStateException in a seeded cluster, which has clients in process only
     */
    public String url() {
        return port.url();
    }

    /** A kubeconfig whose user may do everything; begins to listen when the cluster does not yet. */
    public String kubeconfig() {
        return port.kubeconfig();
    }

    /** A kubeconfig whose user is a service account, which must exist; begins to listen when the cluster does not yet. */
    public String kubeconfig(String namespace, String account) {
        return port.kubeconfig(namespace, account);
    }

    /** The port on which the embedded etcd listens, or null when it does not. */
    public @Nullable Integer etcdPort() {
        return ground.etcd().port();
    }

    /** jetcd's client on the store below, for tests that look there. */
    public Client etcdClient() {
        return ground.etcd().client();
    }

    /** The embedded etcd; null on a real one. */
    @Nullable
    EtcdServer embeddedEtcd() {
        return ground.etcd().embedded();
    }

    /** Controllers and scheduler, or this server's part in the election of who runs them. */
    Deciders deciders() {
        return plane.deciders;
    }

    /** Stops everything; no thread and no port is left, also when something throws. May be called twice. */
    @Override
    public void close() {
        closing.close();
    }
}
