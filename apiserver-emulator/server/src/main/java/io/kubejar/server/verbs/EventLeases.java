package io.kubejar.server.verbs;

import io.kubejar.core.time.Clock;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.storage.Etcd;
import java.time.Duration;
import java.time.Instant;

/**
 * The etcd leases by which Events vanish after an hour. One lease serves many Events. Upstream: leaseManager,
 * apiserver/pkg/storage/etcd3/lease_manager.go, v1.36 (reuse for 60 s, at most 1000 objects).
 */
public final class EventLeases {
    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration REUSE = Duration.ofSeconds(60);
    private static final int OBJECTS_MAX = 1000;

    private final Etcd etcd;
    private final Clock clock;
    private long lease;
    private int objects;
    private Instant made = Instant.MIN;

    /** Leases of an etcd. */
    public EventLeases(Etcd etcd, Clock clock) {
        this.etcd = etcd;
        this.clock = clock;
    }

    /** The lease for a new object of a resource; 0 when it lives for ever. */
    synchronized long leaseFor(ResourceDef def) {
        if (!def.resource().resource().equals("events")) {
            return 0;
        }
        Instant now = clock.now();
        if (lease == 0 || objects >= OBJECTS_MAX || now.isAfter(made.plus(REUSE))) {
            lease = etcd.lease(TTL.plus(REUSE).toSeconds());
            made = now;
            objects = 0;
        }
        objects++;
        return lease;
    }
}
