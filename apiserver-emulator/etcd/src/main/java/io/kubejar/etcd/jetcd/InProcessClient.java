package io.kubejar.etcd.jetcd;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.support.CloseableClient;
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.service.AuthAdmin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A jetcd client without a connection: every call is done when it returns, and every future is complete, unless it has to
 * wait for a lock or for leadership. Any thread may use it. Closing it ends its watches, keep-alives and waiting calls; the
 * store goes on.
 */
public final class InProcessClient implements Client {
    private final Access access;
    private final Authenticator authenticator;
    private final List<String> urls;
    private final InProcessKv kv;
    private @Nullable InProcessWatch watch; // these guarded by this, and null until they are asked for
    private @Nullable InProcessLease lease;
    private @Nullable InProcessLock lock;
    private @Nullable InProcessElection election;
    private final List<CloseableClient> made = new ArrayList<>(); // guarded by this
    private boolean closed; // guarded by this

    /**
     * For a caller.
     *
     * @param urls where the store also listens for clients
     */
    public InProcessClient(Access access, Authenticator authenticator, List<String> urls) {
        this.access = access;
        this.authenticator = authenticator;
        this.urls = urls;
        kv = new InProcessKv(access);
    }

    @Override
    public KV getKVClient() {
        return kv;
    }

    // The others are made when they are asked for: most users never do.

    @Override
    public synchronized Watch getWatchClient() {
        if (watch == null) {
            watch = made(new InProcessWatch(access));
        }
        return watch;
    }

    @Override
    public synchronized Lease getLeaseClient() {
        if (lease == null) {
            lease = made(new InProcessLease(access));
        }
        return lease;
    }

    @Override
    public synchronized Lock getLockClient() {
        if (lock == null) {
            lock = made(new InProcessLock(access));
        }
        return lock;
    }

    @Override
    public synchronized Election getElectionClient() {
        if (election == null) {
            election = made(new InProcessElection(access));
        }
        return election;
    }

    @Override
    public Maintenance getMaintenanceClient() {
        return new InProcessMaintenance(access);
    }

    @Override
    public Auth getAuthClient() {
        return new InProcessAuth(new AuthAdmin(access, authenticator));
    }

    @Override
    public Cluster getClusterClient() {
        return new InProcessCluster(new io.kubejar.etcd.service.Cluster(access, urls));
    }

    /** Closed with this one, at once when this one is closed already. */
    private <C extends CloseableClient> C made(C client) {
        if (closed) {
            client.close();
        } else {
            made.add(client);
        }
        return client;
    }

    @Override
    public void close() {
        List<CloseableClient> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(made);
            made.clear();
        }
        for (CloseableClient client : all) {
            client.close();
        }
    }
}
