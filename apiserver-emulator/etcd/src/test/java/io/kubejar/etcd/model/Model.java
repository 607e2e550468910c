package io.kubejar.etcd.model;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.CompactionResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store with leases, watchers and a clock that is moved by hand. Not for several threads. */
public final class Model {
    private static final long MIN_TTL = 2;
    private static final long MAX_TTL = 9_000_000_000L;

    private record Lease(long id, long ttl, Instant deadline) {}

    private final ModelKeys keys;
    private final Map<Long, Lease> leases = new TreeMap<>();
    private final List<ModelWatch> watches = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    private Model(long revision, long compacted) {
        keys = new ModelKeys(revision, compacted, leases::containsKey);
    }

    /** An empty store as it is when it is new. */
    public static Model fresh() {
        return new Model(1, -1);
    }

    /** An empty store that has a past and was compacted at its last revision. */
    public static Model compactedAt(long revision) {
        return new Model(revision, revision);
    }

    /** The last revision. */
    public long revision() {
        return keys.revision();
    }

    /** What a revision did, in order, each with what was before. */
    public List<Event> events(long revision) {
        List<Event> events = new ArrayList<>();
        for (ModelKeys.Version version : keys.versions()) {
            if (version.revision() == revision) {
                events.add(event(version, true, revision - 1));
            }
        }
        return events;
    }

    /** The key as a revision left it; null when it was not there. */
    public @Nullable KeyValue at(ByteString key, long revision) {
        return keys.at(key, revision);
    }

    /** A range, put, deletion or transaction. */
    public Answer call(RequestOp request) {
        Answer refusal = ModelChecks.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        Answer answer = keys.call(request);
        deliver();
        return answer;
    }

    /** Forgets what was before the revision. */
    public Answer compact(long revision) {
        Answer refusal = keys.compact(revision);
        return refusal != null
                ? refusal
                : Answer.of(CompactionResponse.newBuilder().setHeader(header()).build());
    }

    private ResponseHeader header() {
        return ResponseHeader.newBuilder().setRevision(keys.revision()).build();
    }

    /** Grants a lease. */
    public Answer grant(long id, long ttl) {
        if (ttl > MAX_TTL) {
            return Answer.refused("OUT_OF_RANGE", "etcdserver: too large lease TTL");
        }
        if (leases.containsKey(id)) {
            return Answer.refused("FAILED_PRECONDITION", "etcdserver: lease already exists");
        }
        long seconds = Math.max(ttl, MIN_TTL);
        leases.put(id, new Lease(id, seconds, now.plusSeconds(seconds)));
        return Answer.of(LeaseGrantResponse.newBuilder()
                .setHeader(header())
                .setID(id)
                .setTTL(seconds)
                .build());
    }

    /** Ends a lease and deletes its keys in one revision. */
    public Answer revoke(long id) {
        if (leases.remove(id) == null) {
            return Answer.refused("NOT_FOUND", "etcdserver: requested lease not found");
        }
        keys.deleteAll(keys.attached(id));
        deliver();
        return Answer.of(LeaseRevokeResponse.newBuilder().setHeader(header()).build());
    }

    /** Begins a lease's time anew. */
    public Answer keepAlive(long id) {
        Lease lease = leases.computeIfPresent(id, (key, old) -> new Lease(id, old.ttl(), now.plusSeconds(old.ttl())));
        return Answer.of(LeaseKeepAliveResponse.newBuilder()
                .setHeader(header())
                .setID(id)
                .setTTL(lease == null ? 0 : lease.ttl())
                .build());
    }

    /** How long a lease has to live, and its keys. */
    public Answer timeToLive(long id) {
        LeaseTimeToLiveResponse.Builder response = LeaseTimeToLiveResponse.newBuilder()
                .setHeader(header())
                .setID(id)
                .setTTL(-1);
        Lease lease = leases.get(id);
        if (lease != null) {
            response.setGrantedTTL(lease.ttl())
                    .setTTL(Duration.between(now, lease.deadline()).toSeconds())
                    .addAllKeys(keys.attached(id));
        }
        return Answer.of(response.build());
    }

    /** Moves time; leases end on the way, the one that is due first first. */
    public void advance(Duration duration) {
        Instant end = now.plus(duration);
        Comparator<Lease> order = Comparator.comparing(Lease::deadline).thenComparing(Lease::id);
        Lease next = leases.values().stream().min(order).orElse(null);
        while (next != null && !next.deadline().isAfter(end)) {
            now = next.deadline();
            revoke(next.id());
            next = leases.values().stream().min(order).orElse(null);
        }
        now = end;
    }

    /** Begins to watch. */
    public ModelWatch watch(WatchCreateRequest request) {
        ByteString key = request.getKey().isEmpty() ? ByteString.copyFrom(new byte[] {0}) : request.getKey();
        ByteString end = request.getRangeEnd();
        ModelWatch watch = new ModelWatch(request.toBuilder().setKey(key).build());
        watch.next = request.getStartRevision() == 0 ? keys.revision() + 1 : request.getStartRevision();
        if (request.getStartRevision() < 0) {
            watch.refusal = "etcdserver: mvcc: required revision has been compacted";
        } else if (!end.isEmpty() && !Keys.isOpen(end) && Keys.ORDER.compare(key, end) >= 0) {
            watch.refusal = "mvcc: watcher range is empty";
        } else if (watch.next < keys.compacted()) {
            watch.compactRevision = keys.compacted();
        }
        watch.ended = !watch.refusal.isEmpty() || watch.compactRevision != 0;
        watches.add(watch);
        deliver();
        return watch;
    }

    /** Ends a watch. */
    public void cancel(ModelWatch watch) {
        watch.ended = true;
    }

    private void deliver() {
        for (ModelWatch watch : watches) {
            for (ModelKeys.Version version : keys.versions()) {
                if (!watch.ended && version.revision() >= watch.next && wants(watch.request, version)) {
                    watch.events.add(event(version, watch.request.getPrevKv(), keys.compacted()));
                }
            }
            watch.next = Math.max(watch.next, keys.revision() + 1);
        }
    }

    private static boolean wants(WatchCreateRequest request, ModelKeys.Version version) {
        WatchCreateRequest.FilterType unwanted =
                version.deleted() ? WatchCreateRequest.FilterType.NODELETE : WatchCreateRequest.FilterType.NOPUT;
        return Keys.contains(
                        request.getKey(), request.getRangeEnd(), version.kv().getKey())
                && !request.getFiltersList().contains(unwanted);
    }

    /** What was before comes along as long as the revision before can be read; of a creation nothing was before. */
    private Event event(ModelKeys.Version version, boolean previous, long readableFrom) {
        KeyValue kv = version.kv();
        Event.Builder event = Event.newBuilder()
                .setType(version.deleted() ? Event.EventType.DELETE : Event.EventType.PUT)
                .setKv(kv);
        boolean created = !version.deleted() && kv.getCreateRevision() == kv.getModRevision();
        KeyValue before = keys.at(kv.getKey(), version.revision() - 1);
        if (previous && !created && before != null && version.revision() - 1 >= readableFrom) {
            event.setPrevKv(before);
        }
        return event.build();
    }
}
