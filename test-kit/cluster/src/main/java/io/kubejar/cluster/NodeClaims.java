package io.kubejar.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.loop.Timer;
import io.kubejar.core.object.Json;
import io.kubejar.server.storage.Etcd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which numbers the nodes of this server have among those of all servers on an etcd: names and addresses follow from them,
 * so no two servers that run may have the same. Each notes its numbers in etcd under a lease that it renews; they are free
 * again at once when it closes, and when the lease has ended if it was killed. While a renewal fails, whatever the reason, it
 * is tried again until the numbers are noted once more. A server that was cut off for so long that another one has its
 * numbers is told so at the next renewal. Thread-safe.
 */
final class NodeClaims implements AutoCloseable {
    /** How long the numbers of a server stay its own after it was killed. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(NodeClaims.class);
    private static final String PREFIX = "/kubejar/nodes/";
    private static final String LOCK = "/kubejar/nodes"; // raised with every claim, so that two do not overlap
    private static final Duration RETRY = Duration.ofMillis(250);

    /** Numbers that somebody has. */
    record Claim(int first, int count, String server) {
        boolean overlaps(Claim other) {
            return first < other.first + other.count && other.first < first + count;
        }
    }

    private final Etcd etcd;
    private final Loops loops;
    private final Loop loop;
    private final Duration timeToLive;
    private final String server;
    private final Runnable onLost;
    /** Its leases, also those under which a claim was made that nobody has answered. */
    private final Set<Long> leases = ConcurrentHashMap.newKeySet();

    private volatile Claim claim; // written on the loop
    private volatile long lease; // written on the loop
    private boolean failing; // on the loop: the last renewal failed, and that was told
    private @Nullable Timer timer; // guarded by this
    private boolean closed; // guarded by this

    private NodeClaims(Etcd etcd, Loops loops, Duration timeToLive, Claim wanted, Runnable onLost) {
        this.etcd = etcd;
        this.loops = loops;
        this.loop = loops.loop("node-claims");
        this.timeToLive = timeToLive;
        this.server = wanted.server();
        this.onLost = onLost;
        this.claim = wanted;
    }

    /**
     * Takes numbers and keeps them until it is closed.
     *
     * @param server what to call this server in etcd and to others
     * @param count how many numbers, one after another
     * @param first the first one, which is waited for until its server's lease must have ended; null for the lowest that are
     *     free
     * @param onLost run once when another server has got them
     * @throws IllegalStateException when another server keeps one of them
     */
    static NodeClaims take(
            Etcd etcd,
            Loops loops,
            Duration timeToLive,
            String server,
            int count,
            @Nullable Integer first,
            Runnable onLost) {
        NodeClaims claims =
                new NodeClaims(etcd, loops, timeToLive, new Claim(first == null ? -1 : first, count, server), onLost);
        CompletableFuture<Void> done = new CompletableFuture<>();
        Instant until = loops.clock().now().plus(timeToLive.multipliedBy(2));
        claims.loop.execute(() -> claims.tryUntil(until, done));
        loops.runUntil(done::isDone);
        try {
            done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return claims;
    }

    /** The first of the numbers. */
    int first() {
        return claim.first();
    }

    private void tryUntil(Instant until, CompletableFuture<Void> done) {
        try {
            Claim other = tryOnce(claim.first() < 0);
            if (other == null) {
                done.complete(null);
                renewLater();
            } else if (loops.clock().now().isBefore(until)) {
                loop.after(RETRY, "nodes of another server", () -> tryUntil(until, done));
            } else {
                done.completeExceptionally(new IllegalStateException(ControlPlane.nodeName(other.first())
                        + (other.count() > 1
                                ? " to " + ControlPlane.nodeName(other.first() + other.count() - 1) + " are nodes"
                                : " is a node")
                        + " of " + other.server() + ", which shares this etcd"));
            }
        } catch (RuntimeException e) {
            endLeases(); // one of them may have a claim that nobody has confirmed
            done.completeExceptionally(e);
        }
    }

    /** Takes the numbers under a new lease; gives who has one of them if somebody has, and null when it has them. */
    private @Nullable Claim tryOnce(boolean anywhere) {
        while (true) {
            KeyValue lock = etcd.get(LOCK);
            List<Claim> others = others();
            Claim wanted = anywhere ? new Claim(lowest(others, claim.count()), claim.count(), server) : claim;
            for (Claim other : others) {
                if (other.overlaps(wanted)) {
                    return other;
                }
            }
            long fresh = etcd.lease(timeToLive.toSeconds());
            leases.add(fresh);
            long seen = lock == null ? 0 : lock.getModRevision();
            if (etcd.putUnder(LOCK, seen, PREFIX + wanted.first(), text(wanted), fresh)) {
                claim = wanted;
                lease = fresh;
                return null;
            }
            etcd.endLease(fresh); // somebody was faster: look again
            leases.remove(fresh);
        }
    }

    private List<Claim> others() {
        GetResponse found = etcd.list(PREFIX);
        List<Claim> out = new ArrayList<>();
        found.getKvs().stream().filter(kv -> !leases.contains(kv.getLease())).forEach(kv -> out.add(read(kv)));
        out.sort(Comparator.comparingInt(Claim::first));
        return out;
    }

    private static Claim read(KeyValue entry) {
        JsonNode value = Json.parse(entry.getValue().getBytes());
        return new Claim(
                value.path("first").asInt(), value.path("count").asInt(), Json.textOr(value, "another", "server"));
    }

    private static String text(Claim claim) {
        ObjectNode value = Json.object();
        value.put("first", claim.first()).put("count", claim.count()).put("server", claim.server());
        return value.toString();
    }

    /** Where so many numbers are free, given those that are not in order. */
    static int lowest(List<Claim> taken, int count) {
        int from = 0;
        for (Claim one : taken) {
            if (one.first() - from >= count) {
                return from;
            }
            from = Math.max(from, one.first() + one.count());
        }
        return from;
    }

    private synchronized void renewLater() {
        if (!closed) {
            timer = loop.after(timeToLive.dividedBy(3), "renewal of the claim on nodes", this::renew);
        }
    }

    private void renew() {
        if (isClosed()) {
            return;
        }
        Claim other = null;
        try {
            other = renewed();
            if (failing) {
                LOG.info("the claim on the nodes from {} on can be renewed again", name());
            }
            failing = false;
        } catch (RuntimeException e) { // also of a client that has ended
            if (!failing) {
                LOG.warn(
                        "the claim on the nodes from {} on cannot be renewed; it is tried again: {}",
                        name(),
                        e.toString());
            }
            failing = true;
        }
        if (other == null) {
            renewLater();
        } else {
            LOG.warn("the nodes from {} on have become those of {}", name(), other.server());
            onLost.run();
        }
    }

    /** Keeps the numbers, or takes them anew once the lease has ended; gives who has got one of them, or null. */
    private @Nullable Claim renewed() {
        if (etcd.keepLease(lease)) {
            return null;
        }
        leases.remove(lease);
        Claim other = tryOnce(false);
        if (other == null && isClosed()) { // meanwhile: close has ended the lease before
            etcd.endLease(lease);
        }
        return other;
    }

    private String name() {
        return ControlPlane.nodeName(claim.first());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Gives the numbers back. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (timer != null) {
                timer.cancel();
            }
        }
        endLeases();
    }

    /** Ends what it holds in etcd; what cannot be ended now ends by itself. */
    private void endLeases() {
        try {
            for (long one : List.copyOf(leases)) {
                etcd.endLease(one);
                leases.remove(one);
            }
        } catch (RuntimeException e) {
            LOG.debug("the nodes stay claimed until the lease ends", e);
        }
    }
}
