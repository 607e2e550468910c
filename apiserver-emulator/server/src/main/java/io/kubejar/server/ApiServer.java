package io.kubejar.server;

import io.etcd.jetcd.Client;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.node.NodeAgent;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.admission.AdmissionChain;
import io.kubejar.server.admission.DefaultIngressClass;
import io.kubejar.server.admission.DefaultTolerationSeconds;
import io.kubejar.server.admission.NamespaceLifecycle;
import io.kubejar.server.admission.NodeRestriction;
import io.kubejar.server.admission.Priority;
import io.kubejar.server.admission.RbacEscalation;
import io.kubejar.server.admission.ServiceAccountAdmission;
import io.kubejar.server.admission.ServiceAllocation;
import io.kubejar.server.admission.StorageObjectInUseProtection;
import io.kubejar.server.admission.TaintNodesByCondition;
import io.kubejar.server.admission.podsecurity.PodSecurity;
import io.kubejar.server.authn.UserInfo;
import io.kubejar.server.authz.Attributes;
import io.kubejar.server.authz.DefaultPolicy;
import io.kubejar.server.authz.Denials;
import io.kubejar.server.authz.RbacIndex;
import io.kubejar.server.crd.CrdFollower;
import io.kubejar.server.front.Documents;
import io.kubejar.server.front.FrontDoor;
import io.kubejar.server.front.PathHandler;
import io.kubejar.server.http.HttpServer;
import io.kubejar.server.http.HttpServerConfig;
import io.kubejar.server.inprocess.InProcessClient;
import io.kubejar.server.inprocess.InProcessHttp;
import io.kubejar.server.kinds.Kinds;
import io.kubejar.server.pipeline.Handler;
import io.kubejar.server.pipeline.Pipeline;
import io.kubejar.server.pipeline.RbacFeed;
import io.kubejar.server.pki.Pki;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.request.RequestObserver;
import io.kubejar.server.storage.Arrival;
import io.kubejar.server.storage.Compactor;
import io.kubejar.server.storage.Etcd;
import io.kubejar.server.storage.ObjectStore;
import io.kubejar.server.storage.Stores;
import io.kubejar.server.subresources.BindingHandler;
import io.kubejar.server.subresources.EvictionHandler;
import io.kubejar.server.subresources.FinalizeHandler;
import io.kubejar.server.subresources.ScaleHandler;
import io.kubejar.server.verbs.BodyDecoding;
import io.kubejar.server.verbs.EventLeases;
import io.kubejar.server.verbs.LoadVerb;
import io.kubejar.server.verbs.VerbContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An API server on one etcd. It has no port until {@link #listen}; {@link #client} is the door for components in the same
 * JVM. Thread-safe.
 */
public final class ApiServer implements AutoCloseable {
    /** How long a pod waits for the account that its controller makes in a new namespace. Upstream: getServiceAccount. */
    private static final Duration ACCOUNT_WAIT = Duration.ofMillis(1500);

    private final Pki pki;
    private final Loops loops;
    private final Chance chance;
    private final Duration past;
    private final Stores stores;
    private final Compactor compactor;
    private final Registry registry;
    private final Access access;
    private final RbacIndex roles;
    private final RbacFeed rbac;
    private final Pipeline pipeline;
    private final CrdFollower definitions;
    private final List<FrontDoor> doors = new CopyOnWriteArrayList<>();
    private final List<HttpServer> listening = new CopyOnWriteArrayList<>();
    private final Map<String, PathHandler> others = new ConcurrentHashMap<>();
    private volatile @Nullable NodeAgent nodes;
    private volatile @Nullable InProcessHttp inProcess;

    /**
     * Wires a server.
     *
     * @param etcd where everything is stored; it stays the caller's
     * @param pki keys and certificates of the cluster
     * @param loops clock and background work
     * @param observer told of every request and write
     * @param past how long the store keeps its past, at least; upstream's --etcd-compaction-interval
     */
    public ApiServer(Client etcd, Pki pki, Loops loops, Chance chance, RequestObserver observer, Duration past) {
        this(new Etcd(etcd), pki, loops, chance, observer, past, null);
    }

    private ApiServer(
            Etcd port,
            Pki pki,
            Loops loops,
            Chance chance,
            RequestObserver observer,
            Duration past,
            @Nullable ApiServer parent) {
        this.pki = pki;
        this.loops = loops;
        this.chance = chance;
        stores = parent == null ? new Stores(port, loops) : new Stores(port, loops, parent.stores, port.revision());
        this.past = past;
        compactor = Compactor.start(port, loops, past);
        registry = new Registry(Kinds.all());
        roles = new RbacIndex();
        rbac = new RbacFeed(registry, stores, roles, parent == null ? null : parent.roles);
        access = new Access(pki, registry, stores, roles, loops.clock(), chance, observer);
        AdmissionChain admission = new AdmissionChain(List.of(
                new NamespaceLifecycle(this::namespace),
                new ServiceAccountAdmission(this::account, chance),
                new NodeRestriction(this::node),
                new TaintNodesByCondition(),
                new Priority(),
                new DefaultTolerationSeconds(),
                new StorageObjectInUseProtection(),
                new DefaultIngressClass(() -> all(Resources.INGRESS_CLASSES)),
                new RbacEscalation(access.escalation),
                new ServiceAllocation(() -> all(Resources.SERVICES), chance),
                new PodSecurity(this::namespace, this::pods)));
        VerbContext context = new VerbContext(
                registry,
                stores,
                admission,
                new BodyDecoding(),
                new EventLeases(port, loops.clock()),
                observer,
                loops.clock(),
                chance);
        pipeline = new Pipeline(context, this::require, handlers(context));
        ApiClient self = client(UserInfo.of("system:apiserver", "system:masters"));
        access.labelUsedSecrets(self);
        definitions = new CrdFollower(registry, stores, self, loops);
    }

    /**
     * A server on a copy of this one's etcd, with the same keys and certificates. What is stored there and parsed here is
     * shared.
     *
     * @param copy the copy, to which nothing has been written yet
     */
    public ApiServer fork(Client copy, Loops otherLoops, Chance otherChance, RequestObserver observer) {
        return new ApiServer(new Etcd(copy), pki, otherLoops, otherChance, observer, past, this);
    }

    private void require(Call call) {
        Attributes asked = Attributes.of(call.user(), call.verb(), call.ref());
        Denials.require(access.observed, asked.withFieldSelector(call.list().fieldSelector()));
    }

    private Map<String, Handler> handlers(VerbContext context) {
        ScaleHandler scale = new ScaleHandler(context);
        Map<String, Handler> all = new HashMap<>(access.handlers());
        BindingHandler binding = new BindingHandler(context);
        ResourceDef pods = Objects.requireNonNull(registry.find(Resources.PODS));
        all.put("bindings", (def, call, body) -> {
            String pod = Json.textOr(body.raw().tree(), "", "metadata", "name");
            String namespace = call.ref().namespace();
            return binding.run(pods, call.at(ResourceRef.of(Resources.PODS, namespace, pod)), body);
        });
        all.putAll(Map.of(
                "pods/binding",
                binding,
                "pods/eviction",
                new EvictionHandler(context),
                "namespaces/finalize",
                new FinalizeHandler(context),
                "deployments.apps/scale",
                scale,
                "replicasets.apps/scale",
                scale,
                "statefulsets.apps/scale",
                scale,
                Pipeline.CUSTOM + "/scale",
                scale));
        return all;
    }

    private List<ApiObject> pods(String namespace) {
        ResourceDef def = Objects.requireNonNull(registry.find(Resources.PODS));
        return stores.of(def).fresh(def.storagePath() + namespace + "/").objects();
    }

    private List<ApiObject> all(Gvr resource) {
        ResourceDef def = Objects.requireNonNull(registry.find(resource));
        return stores.of(def).fresh(def.storagePath()).objects();
    }

    /** The account that every namespace is given may be on its way. */
    private @Nullable ApiObject account(String namespace, String name) {
        ResourceDef def = Objects.requireNonNull(registry.find(Resources.SERVICE_ACCOUNTS));
        ObjectStore store = stores.of(def);
        Duration limit = name.equals("default") ? ACCOUNT_WAIT : Duration.ZERO;
        return Arrival.await(store, def.storageKey(namespace, name), loops, limit);
    }

    private @Nullable ApiObject node(String name) {
        ResourceDef def = Objects.requireNonNull(registry.find(Resources.NODES));
        return stores.of(def).get(def.storageKey("", name));
    }

    private @Nullable ApiObject namespace(String name) {
        ResourceDef def = Objects.requireNonNull(registry.find(Resources.NAMESPACES));
        return stores.of(def).get(def.storageKey("", name));
    }

    /** What is served. */
    public Registry registry() {
        return registry;
    }

    /** Where every request ends. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /** A client in process that acts as the user. */
    public ApiClient client(UserInfo user) {
        return new InProcessClient(pipeline, user);
    }

    /**
     * Puts an object of another cluster into the store as it was there, in the name of a user; see {@link LoadVerb}.
     *
     * @return null when there is one of its name already
     * @throws io.kubejar.core.error.StatusException when it is none of its kind
     */
    public @Nullable ApiObject load(UserInfo user, ResourceDef def, ApiObject object) {
        String namespace = def.namespaced() ? object.namespace() : "";
        Call call = Call.of("create", ResourceRef.of(def.resource(), namespace), user);
        return new LoadVerb(pipeline.context()).run(def, call, Body.of(object.tree()));
    }

    /** Where pods are asked for their logs and ports; without one nobody has any. */
    public void nodeAgent(NodeAgent agent) {
        nodes = agent;
    }

    /**
     * Lets somebody answer what is asked below a path that is no resource, as {@code /metrics/}. Discovery does not tell of
     * it; whoever asks must be allowed to, by a rule with {@code nonResourceURLs}.
     *
     * @param prefix what these paths begin with
     */
    public void serve(String prefix, PathHandler handler) {
        others.put(prefix, handler);
    }

    private @Nullable PathHandler other(String path) {
        for (Map.Entry<String, PathHandler> one : others.entrySet()) {
            if (path.startsWith(one.getKey())) {
                return one.getValue();
            }
        }
        return null;
    }

    /** Begins to serve HTTPS at an address of this machine, {@code 0.0.0.0} for all; port 0 takes any free one. */
    public HttpServer listen(String host, int port, BiConsumer<String, Throwable> onFault) {
        AtomicReference<String> address = new AtomicReference<>("");
        FrontDoor door = door(address::get, onFault);
        doors.add(door);
        HttpServer server = HttpServer.start(
                HttpServerConfig.tls(
                        host, port, pki.server(), List.of(pki.authority().certificate()), loops.clock(), onFault),
                door);
        listening.add(server);
        address.set(server.address());
        return server;
    }

    private FrontDoor door(Supplier<String> address, BiConsumer<String, Throwable> onFault) {
        return new FrontDoor(
                pipeline,
                access::authenticate,
                access::impersonate,
                (user, method, path) -> Denials.require(access.observed, Attributes.ofPath(user, method, path)),
                new Documents(registry, access.issuer, address),
                () -> nodes,
                this::other,
                loops,
                chance,
                onFault);
    }

    /** HTTP for clients in the same JVM; always the same one. */
    public synchronized InProcessHttp http(BiConsumer<String, Throwable> onFault) {
        InProcessHttp begun = inProcess;
        if (begun == null) {
            begun = new InProcessHttp(door(() -> "", onFault));
            inProcess = begun;
        }
        return begun;
    }

    /** Clients in the same JVM that may have threads of their own, which nobody can look into. */
    private @Nullable InProcessHttp threadedClients() {
        InProcessHttp begun = inProcess;
        return begun != null && loops.runsByItself() && begun.openWatches() > 0 ? begun : null;
    }

    /**
     * Forgets what it holds in memory of the objects and begins anew with what etcd has, as a new process would.
     *
     * @throws io.kubejar.core.error.StatusException when etcd does not answer
     */
    public void restart() {
        stores.restart();
    }

    /** Ends the connections of clients outside at once, but for those on which an answer is still owed. */
    public void cutConnections() {
        listening.forEach(HttpServer::cutConnections);
        InProcessHttp http = inProcess;
        if (http != null) {
            http.cutConnections();
        }
    }

    /** Watches that clients outside this JVM's components hold open. */
    public int openWatches() {
        InProcessHttp threaded = threadedClients();
        return doors.stream().mapToInt(FrontDoor::openWatches).sum() + (threaded == null ? 0 : threaded.openWatches());
    }

    /**
     * Whether those clients have come to rest: every open watch has been sent its events, and for so long, which this
     * waits, no request came.
     */
    public boolean isQuietOutside(Duration period) throws InterruptedException {
        for (FrontDoor door : doors) {
            if (!door.isQuietFor(period) || !door.isDrained()) {
                return false;
            }
        }
        InProcessHttp threaded = threadedClients();
        return threaded == null || threaded.isQuietFor(period);
    }

    /** A token for an account that is good as long as a Secret holds it. */
    public String tokenFor(ApiObject account, ApiObject secret) {
        return access.tokenFor(account, secret);
    }

    /** The roles and bindings that every cluster starts with. */
    public static List<ApiObject> defaultPolicy() {
        return DefaultPolicy.objects();
    }

    /** Ends all watches, and what it does by itself. */
    @Override
    public void close() {
        doors.forEach(FrontDoor::close);
        InProcessHttp begun = inProcess;
        if (begun != null) {
            begun.close();
        }
        compactor.close();
        definitions.close();
        rbac.close();
        stores.close();
    }
}
