package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Watch;
import io.kubejar.etcd.EtcdServer;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
