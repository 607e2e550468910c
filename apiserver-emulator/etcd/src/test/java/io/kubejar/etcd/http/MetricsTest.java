package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.count.Counts;
import io.kubejar.etcd.count.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "-1, -1",
        "20480, 20480",
        "999999, 999999",
        "1000000, 1e+06",
        "2147483648, 2.147483648e+09",
        "25468928, 2.5468928e+07",
        "0.05, 0.05",
        "1795919667.84, 1.79591966784e+09",
        "0.00001, 1e-05"
    })
    void numbersAreWrittenAsGoDoes(double value, String text) {
        assertThat(MetricsPage.number(value)).isEqualTo(text);
    }

    @Test
    void figuresOfANameStandTogetherUnderItsHelp() {
        MetricsPage page = new MetricsPage()
                .counter("b", "Of b.", 2)
                .add("a", "gauge", "Of a.", "{x=\"1\"}", 1)
                .add("a", "gauge", "Of a.", "{x=\"2\"}", 0);
        assertThat(page).hasToString("""
                # HELP a Of a.
                # TYPE a gauge
                a{x="1"} 1
                a{x="2"} 0
                # HELP b Of b.
                # TYPE b counter
                b 2
                """);
    }

    @Test
    void figuresOfTheProcessAreReadAsLinuxWritesThem(@TempDir Path process) throws Exception {
        Files.writeString(process.resolve("status"), "VmPeak:\t 9 kB\nVmSize:\t    3000 kB\nVmRSS:\t     512 kB\n");
        Files.writeString(
                process.resolve("limits"), "Max open files            1024                 4096        files\n");
        Files.createDirectories(process.resolve("fd"));
        Files.writeString(process.resolve("fd/0"), "");
        MetricsPage page = new MetricsPage();
        ProcessFigures.addFiles(page, process);
        assertThat(page.toString().lines())
                .contains(
                        "process_resident_memory_bytes 524288",
                        "process_virtual_memory_bytes 3.072e+06",
                        "process_max_fds 1024",
                        "process_open_fds 1");
        MetricsPage elsewhere = new MetricsPage();
        ProcessFigures.addFiles(elsewhere, process.resolve("nothing"));
        assertThat(elsewhere.toString()).isEmpty();
    }

    @Test
    void figuresOfTheStoreAreThoseOfTheStore() {
        try (EtcdServer etcd = EtcdServer.builder().grpcPort(0).quotaBytes(1000).start()) {
            KV kv = etcd.client().getKVClient();
            ByteSequence key = ByteSequence.from("k", UTF_8);
            kv.put(key, key).join();
            kv.put(key, key).join();
            kv.put(ByteSequence.from("l", UTF_8), key).join();
            kv.compact(3).join();
            Http http = new Http(etcd.grpcPort());
            try (Watch.Watcher watch = etcd.client().getWatchClient().watch(key, response -> {})) {
                assertThat(watch.isClosed()).isFalse();
                assertThat(http.get("/metrics").headers().firstValue("Content-Type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
                assertThat(http.get("/metrics").body().lines())
                        .contains(
                                "etcd_cluster_version{cluster_version=\"3.6\"} 1",
                                "etcd_server_version{server_version=\"3.6.0\"} 1",
                                "etcd_server_id{server_id=\"8e9e05c52164694d\"} 1",
                                "etcd_server_has_leader 1",
                                "etcd_server_is_leader 1",
                                "etcd_server_is_learner 0",
                                "etcd_server_quota_backend_bytes 1000",
                                "etcd_debugging_mvcc_keys_total 2",
                                "etcd_debugging_mvcc_current_revision 4",
                                "etcd_debugging_mvcc_compact_revision 3",
                                "etcd_debugging_mvcc_watcher_total 1");
            }
            assertThat(http.get("/metrics").body().lines()).contains("etcd_debugging_mvcc_watcher_total 0");
        }
    }

    @Test
    void aHistogramCountsWhatIsNoGreaterThanEachLimit() {
        Counts counts = new Counts();
        for (double ttl : new double[] {1, 2, 3, 1e9}) {
            counts.measured(Distribution.LEASE_TTL, ttl);
        }
        assertThat(new MetricsPage()
                        .histogram("t", "Of t.", counts.of(Distribution.LEASE_TTL))
                        .toString()
                        .lines())
                .startsWith(
                        "# HELP t Of t.",
                        "# TYPE t histogram",
                        "t_bucket{le=\"1\"} 1",
                        "t_bucket{le=\"2\"} 2",
                        "t_bucket{le=\"4\"} 3")
                .endsWith(
                        "t_bucket{le=\"8.388608e+06\"} 3",
                        "t_bucket{le=\"+Inf\"} 4",
                        "t_sum 1.000000006e+09",
                        "t_count 4");
    }

    @Test
    void labelsAreEscaped() {
        assertThat(MetricsPage.escaped("a\"b\\c\n")).isEqualTo("a\\\"b\\\\c\\n");
    }

    /** What a table of requests comes to is compared with a real etcd by {@code SameMetricsTest}. */
    @Test
    void whatIsDoneInProcessAndOverGrpcIsCounted(@TempDir Path directory) {
        try (EtcdServer etcd =
                        EtcdServer.builder().grpcPort(0).dataDir(directory).start();
                Client remote = Client.builder()
                        .endpoints("http://127.0.0.1:" + etcd.grpcPort())
                        .build()) {
            ByteSequence key = ByteSequence.from("k", UTF_8);
            etcd.client().getKVClient().put(key, key).join();
            remote.getKVClient().put(key, key).join();
            remote.getKVClient().get(key).join();
            BlockingQueue<WatchResponse> seen = new LinkedBlockingQueue<>();
            Http http = new Http(etcd.grpcPort());
            WatchOption fromTheFirst = WatchOption.builder().withRevision(1).build();
            try (Watch.Watcher near = etcd.client().getWatchClient().watch(key, fromTheFirst, seen::add);
                    Watch.Watcher far = remote.getWatchClient().watch(key, fromTheFirst, seen::add)) {
                await().until(() ->
                        seen.stream().mapToInt(one -> one.getEvents().size()).sum() == 4);
                assertThat(near.isClosed() || far.isClosed()).isFalse();
                assertThat(http.get("/metrics").body().lines())
                        .contains(
                                "etcd_mvcc_put_total 2",
                                "etcd_mvcc_range_total 1",
                                "etcd_debugging_mvcc_total_put_size_in_bytes 4",
                                "etcd_debugging_mvcc_events_total 4",
                                "etcd_debugging_mvcc_watch_stream_total 2",
                                "etcd_debugging_mvcc_watcher_total 2",
                                "etcd_debugging_mvcc_slow_watcher_total 0",
                                "etcd_server_proposals_committed_total 2",
                                "etcd_server_proposals_applied_total 2",
                                "etcd_server_proposals_pending 0",
                                "etcd_disk_wal_fsync_duration_seconds_count 2",
                                counted("started_total", "Put", "KV", "unary", 1),
                                counted("msg_received_total", "Watch", "Watch", "bidi_stream", 1),
                                counted("handled_total", "Range", "KV", "unary", 1));
            }
            await().untilAsserted(() -> assertThat(http.get("/metrics").body().lines())
                    .contains(
                            "etcd_debugging_mvcc_watch_stream_total 0",
                            counted("msg_received_total", "Watch", "Watch", "bidi_stream", 2)));
        }
    }

    private static String counted(String figure, String method, String service, String type, int number) {
        String code = figure.equals("handled_total") ? "grpc_code=\"OK\"," : "";
        return "grpc_server_" + figure + "{" + code + "grpc_method=\"" + method + "\",grpc_service=\"etcdserverpb."
                + service + "\",grpc_type=\"" + type + "\"} " + number;
    }
}
