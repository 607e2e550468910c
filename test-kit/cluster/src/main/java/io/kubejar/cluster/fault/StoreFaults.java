package io.kubejar.cluster.fault;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.kubejar.core.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
        Gate gate = this::pass;
        kv = new GatedKv(gate, etcd.getKVClient());
        lease = new GatedLease(gate, etcd.getLeaseClient());
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

    /** Calls go through, or end with a failed future while the etcd is unavailable. */
    private <T> CompletableFuture<T> pass(Supplier<CompletableFuture<T>> request) {
        Loop loop = timers;
        return loop == null || delays.isEmpty() || away.get() > 0 ? now(request) : later(loop, request);
    }

    private <T> CompletableFuture<T> now(Supplier<CompletableFuture<T>> request) {
        return away.get() > 0
                ? CompletableFuture.failedFuture(
                        EtcdExceptionFactory.newEtcdException(ErrorCode.UNAVAILABLE, "etcdserver: no leader"))
                : request.get();
    }

    private <T> CompletableFuture<T> later(Loop loop, Supplier<CompletableFuture<T>> request) {
        Duration by = delays.stream().reduce(Duration.ZERO, Duration::plus);
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        loop.after(by, "a request to a slow etcd", () -> turn.complete(true));
        return turn.thenCompose(due -> now(request)); // it may have become unavailable meanwhile
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
