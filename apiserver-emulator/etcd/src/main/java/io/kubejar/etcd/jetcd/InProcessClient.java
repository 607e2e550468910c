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
    private final InProcessKv kv;
    private final InProcessWatch watch;
    private final InProcessLease lease;
    private final InProcessAuth auth;
    private final InProcessCluster cluster;
    private final InProcessLock lock;
    private final InProcessElection election;
    private final InProcessMaintenance maintenance;

    /**
     * For a caller.
     *
     * @param urls where the store also listens for clients
     */
    public InProcessClient(Access access, Authenticator authenticator, List<String> urls) {
        kv = new InProcessKv(access);
        watch = new InProcessWatch(access);
        lease = new InProcessLease(access);
        auth = new InProcessAuth(new AuthAdmin(access, authenticator));
        cluster = new InProcessCluster(new io.kubejar.etcd.service.Cluster(access, urls));
        lock = new InProcessLock(access);
        election = new InProcessElection(access);
        maintenance = new InProcessMaintenance(access);
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

    @Override
    public Maintenance getMaintenanceClient() {
        return maintenance;
    }

    @Override
    public Auth getAuthClient() {
        return auth;
    }

    @Override
    public Cluster getClusterClient() {
        return cluster;
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
