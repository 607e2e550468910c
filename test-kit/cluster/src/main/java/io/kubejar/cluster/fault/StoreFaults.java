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
import io.kubejar.core.loop.Loop;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A client of an etcd that can be made slow, or unavailable: then requests fail, and watches, which jetcd keeps trying to bring back,
 * are silent until it is there again and then go on from where they were. Thread-safe.
 */
public final class StoreFaults implements Client {
    private final Client etcd;
    private final KV kv;
    private final Lease lease;
    private final PausableWatch watch;
    private final AtomicInteger away = new AtomicInteger(); // how many faults say so
    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private volatile @Nullable Loop timers;

    /** Lets everything through to the etcd. */
    public StoreFaults(Client etcd) {
        this.etcd = etcd;
        kv = guarded(KV.class, etcd.getKVClient());
        lease = guarded(Lease.class, etcd.getLeaseClient());
        watch = new PausableWatch(etcd.getWatchClient());
    }

    /** Makes it unavailable; gives what takes that back. */
    Runnable unavailable() {
        if (away.getAndIncrement() == 0) {
            watch.pause();
        }
        return () -> {
            if (away.decrementAndGet() == 0) {
                watch.resume();
            }
        };
    }

    /** Lets every request wait for so long before it is made, on a loop; gives what takes that back. */
    Runnable slow(Duration by, Loop loop) {
        timers = loop;
        delays.add(by);
        return () -> delays.remove(by);
    }

    private static Object call(Method method, Object real, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static CompletableFuture<Object> later(
            Loop loop, Duration by, Method method, Object real, Object @Nullable [] arguments) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        loop.after(by, "a request to a slow etcd", () -> turn.complete(true));
        return turn.thenCompose(now -> {
            try {
                return ((CompletableFuture<?>) call(method, real, arguments)).<Object>thenApply(value -> value);
            } catch (Throwable e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    /** Calls go through, or end with a failed future while the etcd is unavailable. */
    private <T> T guarded(Class<T> type, T real) {
        InvocationHandler calls = new InvocationHandler() {
            @Override
            public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                    throws Throwable {
                boolean request = method.getReturnType() == CompletableFuture.class;
                if (request && away.get() > 0) {
                    return CompletableFuture.failedFuture(
                            EtcdExceptionFactory.newEtcdException(ErrorCode.UNAVAILABLE, "etcdserver: no leader"));
                }
                Loop loop = timers;
                if (request && loop != null && !delays.isEmpty()) {
                    return later(loop, delays.stream().reduce(Duration.ZERO, Duration::plus), method, real, arguments);
                }
                Object answer = call(method, real, arguments);
                return answer instanceof Txn txn ? (answer == real ? proxy : guarded(Txn.class, txn)) : answer;
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
