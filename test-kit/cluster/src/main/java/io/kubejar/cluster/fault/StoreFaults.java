package io.kubejar.cluster.fault;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of an etcd that can be made unavailable: requests fail, and watches, which jetcd keeps trying to bring back,
 * are silent until it is there again and then go on from where they were. Thread-safe.
 */
public final class StoreFaults implements Client {
    private final Client etcd;
    private final KV kv;
    private final Lease lease;
    private final PausableWatch watch;
    private volatile boolean unavailable;

    /** Lets everything through to the etcd. */
    public StoreFaults(Client etcd) {
        this.etcd = etcd;
        kv = guarded(KV.class, etcd.getKVClient());
        lease = guarded(Lease.class, etcd.getLeaseClient());
        watch = new PausableWatch(etcd.getWatchClient());
    }

    /** Whether the etcd can be reached. */
    void available(boolean yes) {
        unavailable = !yes;
        if (yes) {
            watch.resume();
        } else {
            watch.pause();
        }
    }

    /** Calls go through, or end with a failed future while the etcd is unavailable. */
    private <T> T guarded(Class<T> type, T real) {
        InvocationHandler calls = new InvocationHandler() {
            @Override
            public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                    throws Throwable {
                if (unavailable && method.getReturnType() == CompletableFuture.class) {
                    return CompletableFuture.failedFuture(
                            EtcdExceptionFactory.newEtcdException(ErrorCode.UNAVAILABLE, "etcdserver: no leader"));
                }
                try {
                    Object answer = method.invoke(real, arguments);
                    return answer instanceof Txn txn ? (answer == real ? proxy : guarded(Txn.class, txn)) : answer;
                } catch (InvocationTargetException e) {
                    throw e.getCause() == null ? e : e.getCause();
                }
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    @Override
    public KV getKVClient() {
        return kv;
    }

    @Override
    public Lease getLeaseClient() {
        return lease;
    }

    @Override
    public Watch getWatchClient() {
        return watch;
    }

    @Override
    public Auth getAuthClient() {
        return etcd.getAuthClient();
    }

    @Override
    public Cluster getClusterClient() {
        return etcd.getClusterClient();
    }

    @Override
    public Maintenance getMaintenanceClient() {
        return etcd.getMaintenanceClient();
    }

    @Override
    public Lock getLockClient() {
        return etcd.getLockClient();
    }

    @Override
    public Election getElectionClient() {
        return etcd.getElectionClient();
    }

    @Override
    public void close() {
        etcd.close();
    }
}
