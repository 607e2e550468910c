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
import io.kubejar.etcd.engine.Engine;

/**
 * A jetcd client without a connection: every call is done when it returns, and every future is complete, unless it has to
 * wait for a lock or for leadership. Any thread may use it. Closing it ends its watches, keep-alives and waiting calls; the
 * store goes on.
 */
public final class InProcessClient implements Client {
    private final InProcessKv kv;
    private final InProcessWatch watch;
    private final InProcessLease lease;
    private final InProcessLock lock;
    private final InProcessElection election;
    private final InProcessMaintenance maintenance;

    /** A client of the store. */
    public InProcessClient(Engine engine) {
        kv = new InProcessKv(engine);
        watch = new InProcessWatch(engine);
        lease = new InProcessLease(engine);
        lock = new InProcessLock(engine);
        election = new InProcessElection(engine);
        maintenance = new InProcessMaintenance(engine);
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
        throw unsupported("Auth");
    }

    @Override
    public Cluster getClusterClient() {
        throw unsupported("Cluster");
    }

    @Override
    public Lock getLockClient() {
        return lock;
    }

    @Override
    public Election getElectionClient() {
        return election;
    }

    static UnsupportedOperationException unsupported(String service) {
        return new UnsupportedOperationException(
                "the embedded etcd's in-process client does not support the service " + service);
    }

    @Override
    public void close() {
        watch.close();
        lease.close();
        lock.close();
        election.close();
    }
}
