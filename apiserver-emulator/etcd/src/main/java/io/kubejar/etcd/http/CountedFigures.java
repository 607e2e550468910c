package io.kubejar.etcd.http;

import static io.kubejar.etcd.count.Count.CHANGES_FAILED;
import static io.kubejar.etcd.count.Count.CHANGES_PENDING;
import static io.kubejar.etcd.count.Count.DELETES;
import static io.kubejar.etcd.count.Count.EVENTS;
import static io.kubejar.etcd.count.Count.LEASES_EXPIRED;
import static io.kubejar.etcd.count.Count.LEASES_GRANTED;
import static io.kubejar.etcd.count.Count.LEASES_RENEWED;
import static io.kubejar.etcd.count.Count.LEASES_REVOKED;
import static io.kubejar.etcd.count.Count.PUTS;
import static io.kubejar.etcd.count.Count.PUT_BYTES;
import static io.kubejar.etcd.count.Count.RANGES;
import static io.kubejar.etcd.count.Count.SLOW;
import static io.kubejar.etcd.count.Count.SLOW_WATCHERS;
import static io.kubejar.etcd.count.Count.TXNS;
import static io.kubejar.etcd.count.Count.WATCH_STREAMS;

import io.kubejar.etcd.count.Count;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.count.Distribution;
import java.util.List;

/**
 * What a store counts about itself, under etcd's names. A proposal is a change that has to outlive the process; upstream's are
 * also what came to nothing. Source: etcd 3.6 mvcc/metrics.go, lease/metrics.go, etcdserver/metrics.go, storage/wal/metrics.go
 * and etcdserver/api/v3rpc/metrics.go.
 */
final class CountedFigures implements MetricsPage.Source {
    private static final String GAUGE = "gauge";
    private static final String COUNTER = "counter";

    private record Counted(Count what, String type, String name, String help) {}

    private record Measured(Distribution what, String name, String help) {}

    private static final List<Counted> COUNTED = List.of(
            new Counted(RANGES, COUNTER, "etcd_mvcc_range_total", "Total number of ranges seen by this member."),
            new Counted(PUTS, COUNTER, "etcd_mvcc_put_total", "Total number of puts seen by this member."),
            new Counted(DELETES, COUNTER, "etcd_mvcc_delete_total", "Total number of deletes seen by this member."),
            new Counted(TXNS, COUNTER, "etcd_mvcc_txn_total", "Total number of txns seen by this member."),
            new Counted(
                    PUT_BYTES,
                    GAUGE,
                    "etcd_debugging_mvcc_total_put_size_in_bytes",
                    "The total size of put kv pairs seen by this member."),
            new Counted(
                    EVENTS, COUNTER, "etcd_debugging_mvcc_events_total", "Total number of events sent by this member."),
            new Counted(
                    SLOW_WATCHERS,
                    GAUGE,
                    "etcd_debugging_mvcc_slow_watcher_total",
                    "Total number of unsynced slow watchers."),
            new Counted(
                    WATCH_STREAMS, GAUGE, "etcd_debugging_mvcc_watch_stream_total", "Total number of watch streams."),
            new Counted(
                    LEASES_GRANTED,
                    COUNTER,
                    "etcd_debugging_lease_granted_total",
                    "The total number of granted leases."),
            new Counted(
                    LEASES_REVOKED,
                    COUNTER,
                    "etcd_debugging_lease_revoked_total",
                    "The total number of revoked leases."),
            new Counted(
                    LEASES_RENEWED,
                    COUNTER,
                    "etcd_debugging_lease_renewed_total",
                    "The number of renewed leases seen by the leader."),
            new Counted(
                    LEASES_EXPIRED,
                    COUNTER,
                    "etcd_debugging_server_lease_expired_total",
                    "The total number of expired leases."),
            new Counted(
                    CHANGES_PENDING,
                    GAUGE,
                    "etcd_server_proposals_pending",
                    "The current number of pending proposals to commit."),
            new Counted(
                    CHANGES_FAILED,
                    COUNTER,
                    "etcd_server_proposals_failed_total",
                    "The total number of failed proposals seen."),
            new Counted(
                    SLOW,
                    COUNTER,
                    "etcd_server_slow_apply_total",
                    "The total number of slow apply requests (likely overloaded from slow disk)."));

    private static final List<Measured> MEASURED = List.of(
            new Measured(Distribution.LEASE_TTL, "etcd_debugging_lease_ttl_total", "Bucketed histogram of lease TTLs."),
            new Measured(
                    Distribution.FSYNC,
                    "etcd_disk_wal_fsync_duration_seconds",
                    "The latency distributions of fsync called by WAL."),
            new Measured(
                    Distribution.SNAPSHOT,
                    "etcd_disk_backend_snapshot_duration_seconds",
                    "The latency distribution of backend snapshots."),
            new Measured(
                    Distribution.HASH,
                    "etcd_mvcc_hash_duration_seconds",
                    "The latency distribution of storage hash operation."),
            new Measured(
                    Distribution.HASH_REVISION,
                    "etcd_mvcc_hash_rev_duration_seconds",
                    "The latency distribution of storage hash by revision operation."),
            new Measured(
                    Distribution.COMPACTION,
                    "etcd_debugging_mvcc_db_compaction_total_duration_milliseconds",
                    "Bucketed histogram of db compaction total duration."));

    private final Counts counts;

    CountedFigures(Counts counts) {
        this.counts = counts;
    }

    @Override
    public void addTo(MetricsPage page) {
        COUNTED.forEach(row -> page.add(row.name(), row.type(), row.help(), "", counts.of(row.what())));
        MEASURED.forEach(row -> page.histogram(row.name(), row.help(), counts.of(row.what())));
        long pending = counts.of(CHANGES_PENDING);
        long changes = counts.of(Count.CHANGES);
        page.gauge(
                        "etcd_server_proposals_committed_total",
                        "The total number of consensus proposals committed.",
                        changes - pending)
                .gauge(
                        "etcd_server_proposals_applied_total",
                        "The total number of consensus proposals applied.",
                        changes - pending)
                .gauge(
                        "etcd_debugging_mvcc_db_compaction_last",
                        "The unix time of the last db compaction. Resets to 0 on start.",
                        counts.compacted());
    }
}
