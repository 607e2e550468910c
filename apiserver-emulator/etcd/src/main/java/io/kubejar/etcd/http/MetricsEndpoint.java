package io.kubejar.etcd.http;

import io.kubejar.etcd.engine.Engine;
import io.kubejar.etcd.mvcc.State;
import io.kubejar.etcd.proto.Status;
import io.kubejar.etcd.proto.ToProto;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code /metrics}: those of etcd's figures that are true of this store, under etcd's names. What only a disk of etcd's make,
 * a network of members or Go has is left out. Source: etcd 3.6 etcdserver/metrics.go, membership/metrics.go,
 * storage/metrics.go, mvcc/metrics.go and etcdhttp/health.go, and Prometheus' promhttp.Handler.
 */
final class MetricsEndpoint {
    /** What Prometheus' library for Go answers when nobody asks for another format. */
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";

    private static final String CLUSTER_VERSION = Status.VERSION.substring(0, Status.VERSION.lastIndexOf('.'));

    private final Engine engine;
    private final HealthCounts counts;
    private final List<MetricsPage.Source> others;
    private final AtomicLong answered = new AtomicLong();

    private MetricsEndpoint(Engine engine, HealthCounts counts, MetricsPage.Source calls) {
        this.engine = engine;
        this.counts = counts;
        this.others = List.of(new CountedFigures(engine.counts()), calls, ProcessFigures::addTo);
    }

    static Endpoint create(Engine engine, HealthCounts counts, MetricsPage.Source calls) {
        return Endpoint.of(new MetricsEndpoint(engine, counts, calls)::answer);
    }

    private Reply answer(RequestHead request) {
        MetricsPage page = new MetricsPage();
        addServer(page);
        addStore(page);
        addHealth(page);
        others.forEach(source -> source.addTo(page));
        page.add(
                "promhttp_metric_handler_requests_total",
                "counter",
                "Total number of scrapes by HTTP status code.",
                label("code", "200"),
                answered.getAndIncrement());
        return Reply.ok(TYPE, page.toString());
    }

    private void addServer(MetricsPage page) {
        page.add(
                        "etcd_cluster_version",
                        "gauge",
                        "Which version is running. 1 for 'cluster_version' label with current cluster version",
                        label("cluster_version", CLUSTER_VERSION),
                        1)
                .add(
                        "etcd_server_version",
                        "gauge",
                        "Which version is running. 1 for 'server_version' label with current version.",
                        label("server_version", Status.VERSION),
                        1)
                .add(
                        "etcd_server_id",
                        "gauge",
                        "Server or member ID in hexadecimal format. 1 for 'server_id' label with current ID.",
                        label("server_id", Long.toHexString(ToProto.MEMBER_ID)),
                        1)
                .gauge("etcd_server_has_leader", "Whether or not a leader exists. 1 is existence, 0 is not.", 1)
                .gauge("etcd_server_is_leader", "Whether or not this member is a leader. 1 if is, 0 otherwise.", 1)
                .gauge("etcd_server_is_learner", "Whether or not this member is a learner. 1 if is, 0 otherwise.", 0)
                .counter("etcd_server_leader_changes_seen_total", "The number of leader changes seen.", 1)
                .gauge(
                        "etcd_server_quota_backend_bytes",
                        "Current backend storage quota size in bytes.",
                        engine.quota().bytes());
    }

    private void addStore(MetricsPage page) {
        State state = engine.store().state();
        page.gauge(
                        "etcd_mvcc_db_total_size_in_bytes",
                        "Total size of the underlying database physically allocated in bytes.",
                        Status.size(state))
                .gauge(
                        "etcd_mvcc_db_total_size_in_use_in_bytes",
                        "Total size of the underlying database logically in use in bytes.",
                        Status.sizeInUse(state))
                .gauge("etcd_debugging_mvcc_keys_total", "Total number of keys.", state.keys())
                .gauge("etcd_debugging_mvcc_current_revision", "The current revision of store.", state.revision())
                .gauge(
                        "etcd_debugging_mvcc_compact_revision",
                        "The revision of the last compaction in store.",
                        state.compactRevision())
                .gauge("etcd_debugging_mvcc_watcher_total", "Total number of watchers.", engine.watchers())
                .gauge(
                        "etcd_debugging_auth_revision",
                        "The current revision of auth store.",
                        engine.store().auth().revision());
    }

    private void addHealth(MetricsPage page) {
        page.counter("etcd_server_health_success", "The total number of successful health checks", counts.good())
                .counter("etcd_server_health_failures", "The total number of failed health checks", counts.bad());
        counts.checks().forEach((check, results) -> {
            String name = "name=\"" + check.name() + "\"";
            String type = "type=\"" + check.type() + "\"";
            page.add(
                    "etcd_server_healthcheck",
                    "gauge",
                    "The result of each kind of healthcheck.",
                    "{" + name + "," + type + "}",
                    results.lastGood() ? 1 : 0);
            total(page, "{" + name + ",status=\"error\"," + type + "}", results.bad());
            total(page, "{" + name + ",status=\"success\"," + type + "}", results.good());
        });
    }

    private static void total(MetricsPage page, String labels, long count) {
        if (count > 0) {
            page.add(
                    "etcd_server_healthchecks_total",
                    "counter",
                    "The total number of each kind of healthcheck.",
                    labels,
                    count);
        }
    }

    private static String label(String name, String value) {
        return "{" + name + "=\"" + value + "\"}";
    }
}
