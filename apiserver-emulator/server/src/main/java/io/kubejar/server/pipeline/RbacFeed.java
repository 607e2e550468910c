package io.kubejar.server.pipeline;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Resources;
import io.kubejar.server.authz.RbacIndex;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.storage.CacheEvent;
import io.kubejar.server.storage.CacheListener;
import io.kubejar.server.storage.Snapshot;
import io.kubejar.server.storage.Stores;
import io.kubejar.server.storage.WatchCache;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps the authorizer's index as the watch caches of the four RBAC resources are: a change counts as soon as it is seen. */
public final class RbacFeed implements AutoCloseable {
    private static final List<Gvr> RESOURCES =
            List.of(Resources.CLUSTER_ROLES, Resources.ROLES, Resources.CLUSTER_ROLE_BINDINGS, Resources.ROLE_BINDINGS);

    private final RbacIndex index;
    private final List<WatchCache.Registration> registrations =
            new CopyOnWriteArrayList<>(); // any thread may begin anew

    /**
     * Fills the index and follows.
     *
     * @param parent the index of the server that this one is a copy of, whose objects are the same; null for none
     */
    public RbacFeed(Registry registry, Stores stores, RbacIndex index, @Nullable RbacIndex parent) {
        this.index = index;
        for (Gvr resource : RESOURCES) {
            follow(Objects.requireNonNull(registry.find(resource)), stores, parent);
        }
    }

    private void follow(ResourceDef def, Stores stores, @Nullable RbacIndex parent) {
        WatchCache.Registration[] registered = new WatchCache.Registration[1];
        Follower follower = new Follower(def, stores);
        synchronized (follower) { // what changes meanwhile comes after what there was
            Snapshot state = stores.of(def).cache().snapshotAndListen(def.storagePath(), 0, follower, registered);
            index.fill(def.kind().kind(), state.objects(), parent);
        }
        registrations.add(registered[0]);
    }

    /** Hears of the changes of one resource. */
    private final class Follower implements CacheListener {
        private final ResourceDef def;
        private final Stores stores;

        Follower(ResourceDef def, Stores stores) {
            this.def = def;
            this.stores = stores;
        }

        @Override
        public synchronized void onEvent(CacheEvent event) {
            ApiObject after = event.after();
            ApiObject before = event.before();
            if (after != null) {
                index.put(after);
            } else if (before != null) {
                index.remove(before);
            }
        }

        @Override
        public synchronized void onClose(@Nullable StatusException why) {
            if (why != null) {
                follow(def, stores, null); // the store was compacted below us: begin anew
            }
        }
    }

    @Override
    public void close() {
        registrations.forEach(WatchCache.Registration::close);
    }
}
