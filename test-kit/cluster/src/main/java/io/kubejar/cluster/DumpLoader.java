package io.kubejar.cluster;

import io.kubejar.cluster.load.Adjustments;
import io.kubejar.cluster.load.Identities;
import io.kubejar.cluster.load.LoadOrder;
import io.kubejar.cluster.load.LoadReport;
import io.kubejar.cluster.load.Said;
import io.kubejar.cluster.load.ServiceConflicts;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.OwnerReference;
import io.kubejar.core.object.Resources;
import io.kubejar.server.ApiServer;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.schema.DecodingException;
import io.kubejar.server.yaml.Yaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads a dump of another cluster, what {@code kubectl get -o yaml} prints: its objects come into the store as they were. The
 * controllers, the scheduler and the collector of garbage stand still meanwhile and start anew on all of it. For one dump.
 */
final class DumpLoader {
    private final Ground ground;
    private final ControlPlane plane;
    private final ApiServer server;
    private final ApiClient client;
    private final Runnable settle;
    private final Instant now;

    private final List<ApiObject> loaded = new ArrayList<>();
    private final List<LoadReport.LeftOut> leftOut = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final Identities identities;
    private final ServiceConflicts services;

    DumpLoader(Ground ground, ControlPlane plane, Runnable settle) {
        this.ground = ground;
        this.plane = plane;
        this.server = plane.server;
        this.client = server.client(Users.ADMIN);
        this.settle = settle;
        this.now = ground.loops().clock().now();
        this.identities = new Identities(uids(), () -> ground.chance().uuid().toString());
        this.services = new ServiceConflicts(
                client.list(ResourceRef.of(Resources.SERVICES), ListOptions.ALL).items());
    }

    private Set<String> uids() {
        Set<String> uids = new HashSet<>();
        for (ResourceDef def : server.registry().all()) {
            if (def.allows("list")) {
                client.list(ResourceRef.of(def.resource()), ListOptions.ALL)
                        .items()
                        .forEach(object -> uids.add(object.uid()));
            }
        }
        return uids;
    }

    /** Loads it; when this returns everything is at work again. */
    LoadReport load(String dump) {
        List<ApiObject> objects = Yaml.objects(dump);
        ground.chance().stir(dump);
        settle.run();
        plane.deciders.stop();
        try {
            List<ApiObject> wanted = LoadOrder.of(identified(objects));
            List<ApiObject> rest = new ArrayList<>();
            for (ApiObject object : wanted) {
                if (object.kind().equals("CustomResourceDefinition")) {
                    load(object);
                } else {
                    rest.add(object);
                }
            }
            if (!loaded.isEmpty()) {
                settle.run(); // what is defined is served from now on
            }
            loadAll(rest);
        } finally {
            plane.deciders.start();
        }
        return new LoadReport(loaded, leftOut, changed);
    }

    private List<ApiObject> identified(List<ApiObject> objects) {
        List<ApiObject> out = new ArrayList<>();
        for (ApiObject object : objects) {
            String why = Adjustments.notForOthers(object);
            if (!why.isEmpty()) {
                leaveOut(object, why);
                continue;
            }
            out.add(identities.identified(object));
        }
        return out;
    }

    private void loadAll(List<ApiObject> objects) {
        List<ApiObject> served = new ArrayList<>();
        for (ApiObject object : objects) {
            ResourceDef def = server.registry().find(object.gvk());
            if (def == null || !def.allows("list")) {
                leaveOut(
                        object,
                        "the server serves no kind \"" + object.kind() + "\" in version \"" + object.apiVersion()
                                + "\"");
                continue;
            }
            ApiObject there = find(object.gvk(), object.namespace(), object.name());
            if (there == null) {
                served.add(object);
            } else {
                leaveOut(object, "it is here already");
                identities.stands(object, there.uid());
            }
        }
        makeNamespaces(served);
        makeNodes(served);
        served.forEach(this::load);
    }

    /** Namespaces that the dump leaves out. */
    private void makeNamespaces(List<ApiObject> objects) {
        Set<String> missing = new HashSet<>();
        objects.forEach(object -> missing.add(object.namespace()));
        objects.stream().filter(o -> o.kind().equals("Namespace")).forEach(o -> missing.remove(o.name()));
        Gvk kind = new Gvk("", "v1", "Namespace");
        missing.removeIf(name -> name.isEmpty() || find(kind, "", name) != null);
        missing.stream().sorted().forEach(name -> {
            client.create(ResourceRef.of(Resources.NAMESPACES), ApiObject.of(kind, "", name), WriteOptions.NONE);
            changed.add("Namespace " + name + ": the dump does not have it; it is made");
        });
    }

    /** Nodes that the dump leaves out: their pods would be taken for lost. */
    private void makeNodes(List<ApiObject> objects) {
        TreeMap<String, ApiObject> missing = new TreeMap<>();
        for (ApiObject object : objects) {
            String node = Adjustments.nodeOf(object);
            if (node != null && !node.isEmpty()) {
                missing.putIfAbsent(node, object);
            }
        }
        objects.stream().filter(o -> o.kind().equals("Node")).forEach(o -> missing.remove(o.name()));
        missing.keySet().removeIf(name -> find(new Gvk("", "v1", "Node"), "", name) != null);
        missing.forEach((name, pod) -> {
            client.create(ResourceRef.of(Resources.NODES), HeldNodes.standIn(name, pod, now), WriteOptions.NONE);
            changed.add("Node " + name + ": the dump does not have it; one stands in for it");
        });
    }

    private @Nullable ApiObject find(Gvk kind, String namespace, String name) {
        ResourceDef def = server.registry().find(kind);
        if (def == null) {
            return null;
        }
        try {
            return client.get(ResourceRef.of(def.resource(), def.namespaced() ? namespace : "", name));
        } catch (StatusException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return null;
            }
            throw e;
        }
    }

    private void load(ApiObject object) {
        ResourceDef def = server.registry().find(object.gvk());
        if (def == null) {
            leaveOut(object, "it is of no version that is served");
            return;
        }
        String conflict = services.conflict(object);
        if (!conflict.isEmpty()) {
            leaveOut(object, conflict);
            return;
        }
        List<String> otherwise = new ArrayList<>(); // what it is here and was not there
        if (identities.isNew(object)) {
            otherwise.add("its uid was taken and is " + object.uid() + " now");
        }
        Identities.Owned owned = identities.owned(object, reference -> isThere(reference, object.namespace()));
        owned.lost()
                .forEach(lost -> otherwise.add("its owner " + lost.kind() + " " + lost.name()
                        + " is neither in the dump nor here and is none any more"));
        ApiObject adjusted = owned.object();
        if (Adjustments.isToken(object)) {
            String account = Adjustments.accountOf(object);
            ApiObject there = find(new Gvk("", "v1", "ServiceAccount"), object.namespace(), account);
            if (there == null) {
                leaveOut(object, "there is no ServiceAccount " + object.namespace() + "/" + account);
                return;
            }
            adjusted = Adjustments.withoutToken(adjusted, there.uid());
            otherwise.add("it gets a token that is good here");
        }
        if (object.kind().equals("Node")) {
            adjusted = HeldNodes.held(adjusted, now);
        }
        if (store(def, object, adjusted)) {
            services.take(object);
            otherwise.forEach(what -> changed.add(Said.of(object) + ": " + what));
        }
    }

    /** Whether it is in the store now; else it is left out. */
    private boolean store(ResourceDef def, ApiObject object, ApiObject adjusted) {
        try {
            ApiObject stored = server.load(Users.ADMIN, def, adjusted);
            if (stored == null) {
                leaveOut(object, "it is here already");
            } else {
                loaded.add(stored);
                return true;
            }
        } catch (StatusException e) {
            leaveOut(object, String.valueOf(e.getMessage()));
        } catch (DecodingException e) {
            leaveOut(object, e.words());
        }
        return false;
    }

    /** Whether an owner that the dump does not have is here, or may be: of a kind that is not served nobody can tell. */
    private boolean isThere(OwnerReference reference, String namespace) {
        Gvk kind = Gvk.of(reference.apiVersion(), reference.kind());
        if (server.registry().find(kind) == null) {
            return true;
        }
        ApiObject owner = find(kind, namespace, reference.name());
        return owner != null && owner.uid().equals(reference.uid());
    }

    private void leaveOut(ApiObject object, String why) {
        identities.gone(object);
        leftOut.add(LoadReport.LeftOut.of(object, why));
    }
}
