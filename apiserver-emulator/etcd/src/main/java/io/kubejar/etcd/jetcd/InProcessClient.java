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
import io.kubejar.etcd.access.Access;
import io.kubejar.etcd.access.Authenticator;
import io.kubejar.etcd.service.AuthAdmin;
import java.util.List;

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
    private final InProcessWatch watch;
    private final InProcessLease lease;
    private final InProcessLock lock;
    private final InProcessElection election;

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
        watch = new InProcessWatch(access);
        lease = new InProcessLease(access);
        lock = new InProcessLock(access);
        election = new InProcessElection(access);
    }

    @Override
    public KV getKVClient() {
        return kv;
    }

    @Override
    public Watch getWatchClient() {
        return watch;
    }

    @Override
    public Lease getLeaseClient() {
        return lease;
    }

    // Those that keep nothing are made when they are asked for: most users never do.

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

    @Override
    public Lock getLockClient() {
        return lock;
    }

    @Override
    public Election getElectionClient() {
        return election;
    }

    @Override
    public void close() {
        watch.close();
        lease.close();
        lock.close();
        election.close();
    }
}
