package io.kubejar.server.crd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.Clock;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.storage.CacheEvent;
import io.kubejar.server.storage.CacheListener;
import io.kubejar.server.storage.Snapshot;
import io.kubejar.server.storage.Stores;
import io.kubejar.server.storage.WatchCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves what the CustomResourceDefinitions define: an Established one is served the moment its change is seen, a deleted
 * one no more. On a loop of its own it accepts names and, when a definition is deleted, deletes its objects first.
 * Upstream: crdHandler, naming_controller.go, establishing_controller.go, crd_finalizer.go, v1.36.
 */
public final class CrdFollower implements AutoCloseable {
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final Registry registry;
    private final Stores stores;
    private final ApiClient client;
    private final Clock clock;
    private final Loop loop;
    private final ResourceDef def;
    private final Map<String, ApiObject> known = new ConcurrentHashMap<>();
    private final Map<String, List<Object>> served = new ConcurrentHashMap<>();
    private final Set<String> rechecked = ConcurrentHashMap.newKeySet();
    private volatile WatchCache.@Nullable Registration registration;

    /**
     * Serves what is defined already and follows.
     *
     * @param client writes as the server itself
     */
    public CrdFollower(Registry registry, Stores stores, ApiClient client, Loops loops) {
        this.registry = registry;
        this.stores = stores;
        this.client = client;
        clock = loops.clock();
        loop = loops.loop("custom-resource-definitions");
        def = Objects.requireNonNull(registry.find(Resources.CUSTOM_RESOURCE_DEFINITIONS));
        follow();
    }

    private void follow() {
        WatchCache.Registration[] registered = new WatchCache.Registration[1];
        CacheListener listener = new CacheListener() {
            @Override
            public void onEvent(CacheEvent event) {
                ApiObject after = event.after();
                ApiObject before = event.before();
                if (after != null) {
                    put(after);
                } else if (before != null) {
                    remove(before);
                }
            }

            @Override
            public void onClose(@Nullable StatusException why) {
                if (why != null) {
                    follow(); // the store was compacted below us: begin anew
                }
            }
        };
        Snapshot state = stores.of(def).cache().snapshotAndListen(def.storagePath(), 0, listener, registered);
        registration = registered[0];
        state.objects().forEach(this::put);
    }

    private void put(ApiObject crd) {
        known.put(crd.name(), crd);
        List<Object> shape = List.of(
                crd.uid(),
                crd.spec(),
                crd.at("status", "acceptedNames"),
                Definition.isTrue(crd.tree(), "Established"),
                Definition.isTrue(crd.tree(), "Terminating"));
        if (!shape.equals(served.put(crd.name(), shape))) {
            registry.replace(Definition.group(crd), Definition.plural(crd), CustomDefs.of(crd));
        }
        loop.execute(() -> reconcile(crd.name()));
    }

    private void remove(ApiObject crd) {
        known.remove(crd.name());
        served.remove(crd.name());
        List<ResourceDef> gone = CustomDefs.of(crd);
        registry.replace(Definition.group(crd), Definition.plural(crd), List.of());
        loop.execute(() -> {
            gone.stream().limit(1).forEach(stores::drop);
            // Its names are free now: another definition may have waited for them.
            known.keySet().forEach(this::reconcile);
        });
    }

    /** Brings one definition where it has to be; a change by somebody else meanwhile brings it here again. */
    private void reconcile(String name) {
        ApiObject crd = known.get(name);
        if (crd == null) {
            return;
        }
        try {
            if (crd.isTerminating()) {
                if (crd.finalizers().contains(Definition.FINALIZER)) {
                    cleanUp(crd);
                }
            } else {
                write(crd, CrdStatus.decide(crd, known.values(), Definition.time(clock.now())));
            }
        } catch (StatusException e) {
            if (e.code() != 404 && e.code() != 409) {
                loop.retryAfter(RECHECK, "definition " + name, () -> reconcile(name));
            }
        }
    }

    private void write(ApiObject crd, ObjectNode next) {
        if (!next.equals(crd.tree())) {
            ResourceRef ref = ResourceRef.to(Resources.CUSTOM_RESOURCE_DEFINITIONS, crd);
            client.update(ref.sub("status"), ApiObject.of(next), WriteOptions.NONE);
        }
    }

    /** Deletes the objects of a definition; once there are none the definition may go. */
    private void cleanUp(ApiObject crd) {
        String now = Definition.time(clock.now());
        List<ResourceDef> defs = CustomDefs.of(crd);
        if (!defs.isEmpty()) {
            ResourceDef first = defs.get(0);
            ResourceRef all = ResourceRef.of(first.resource());
            client.deleteCollection(all, DeleteOptions.NONE, ListOptions.ALL);
            if (!client.list(all, ListOptions.ALL).items().isEmpty()) {
                ObjectNode next = crd.tree().deepCopy();
                Definition.setCondition(
                        next,
                        "Terminating",
                        true,
                        "InstanceDeletionInProgress",
                        "CustomResource deletion is in progress",
                        now);
                recheck(crd.name());
                write(crd, next);
                return;
            }
        }
        ObjectNode next = crd.tree().deepCopy();
        Definition.setCondition(next, "Terminating", false, "InstanceDeletionCompleted", "removed all instances", now);
        ArrayNode finalizers = Json.child(next, "metadata").putArray("finalizers");
        crd.finalizers().stream().filter(f -> !f.equals(Definition.FINALIZER)).forEach(finalizers::add);
        write(crd, next);
    }

    private void recheck(String name) {
        if (rechecked.add(name)) {
            loop.after(RECHECK, "objects of " + name, () -> {
                rechecked.remove(name);
                reconcile(name);
            });
        }
    }

    @Override
    public void close() {
        WatchCache.Registration open = registration;
        if (open != null) {
            open.close();
        }
    }
}
