package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said at {@code /metrics}, here and at a real etcd. */
@Tag("interop")
class SameMetricsTest {
    private static final int GOOD = 200;
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** What an etcd before 3.6 does not have. */
    private static final Set<String> NEWER = Set.of(
            "etcd_debugging_mvcc_db_compaction_last",
            "etcd_server_client_requests_total",
            "etcd_server_healthcheck",
            "etcd_server_healthchecks_total");

    /** A line: path and body. */
    private static final String REQUESTS = """
            /v3/kv/put {"key":"Zm9v","value":"YmFy"}
            /v3/kv/put {"key":"Zm9v","value":"YmF6","prev_kv":true}
            /v3/kv/put {"key":"Zm9v","ignore_value":true}
            /v3/kv/range {"key":"Zm9v"}
            /v3/kv/range {"key":"Zm8=","range_end":"Zm9+","limit":1}
            /v3/kv/txn {"compare":[{"target":"VERSION","result":"GREATER","key":"Zm9v","version":"0"}],\
            "success":[{"requestRange":{"key":"Zm9v"}},{"request_put":{"key":"Zm9w","value":"Zg=="}}]}
            /v3/kv/txn {"compare":[{"target":"VERSION","result":"GREATER","key":"eHg=","version":"0"}],\
            "failure":[{"request_txn":{"success":[{"request_put":{"key":"Zm9w","ignore_value":true}},\
            {"request_delete_range":{"key":"bm9uZQ==","prev_kv":true}}]}}]}
            /v3/kv/txn {"compare":[{"target":"VERSION","result":"GREATER","key":"Zm9v","version":"0"}],\
            "success":[{"requestRange":{"key":"Zm9v"}}]}
            /v3/kv/txn {"success":[{"requestRange":{"key":"Zm9v"}}]}
            /v3/kv/deleterange {"key":"Zm9v","prev_kv":true}
            /v3/kv/deleterange {"key":"Zm9v"}
            /v3/kv/range {}
            /v3/kv/range {"key":
            /v3/lease/grant {"TTL":"100","ID":"77"}
            /v3/lease/grant {"TTL":"100","ID":"77"}
            /v3/kv/put {"key":"bDE=","lease":77}
            /v3/kv/put {"key":"bDI=","lease":77}
            /v3/lease/keepalive {"ID":77}
            /v3/lease/keepalive {"ID":12}{"ID":77}
            /v3/lease/revoke {"ID":77}
            /v3/lease/revoke {"ID":77}
            /v3/election/leader {"name":"eA=="}
            /v3/maintenance/status
            /v3/maintenance/hash {"revision":"0"}
            /v3/auth/user/list
            """;

    /** What the same requests must bring to the same figures. Answers are as long as the ids in them. */
    private static final Predicate<String> COMPARED = Pattern.compile(
                    "grpc_server_.*|etcd_mvcc_(range|put|delete|txn)_total.*|etcd_debugging_lease_.*"
                            + "|etcd_debugging_mvcc_(total_put_size_in_bytes|events_total|.*watch.*_total)"
                            + "|etcd_server_client_requests_total.*|etcd_network_client_grpc_received_bytes_total"
                            + "|etcd_mvcc_hash_(rev_)?duration_seconds_count|etcd_debugging_auth_revision")
            .asMatchPredicate();

    /** An older library counts only messages that came, and answers that were no errors. */
    private static final Predicate<String> MESSAGES =
            Pattern.compile("grpc_server_msg_.*|etcd_server_client_.*").asMatchPredicate();

    /** What is said of all figures of a name: its head, the names of their labels, and the limits of a histogram. */
    private record Family(String head, Set<String> labels, Set<String> limits) {}

    private static Map<String, Family> families(String page) {
        Map<String, Family> all = new TreeMap<>();
        Family current = new Family("", Set.of(), Set.of());
        String help = "";
        for (String line : page.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                help = line;
            } else if (line.startsWith("# TYPE ")) {
                current = new Family(help + "\n" + line, new TreeSet<>(), new TreeSet<>());
                all.put(line.split(" ")[2], current);
            } else {
                Matcher label = LABEL.matcher(line);
                while (label.find()) {
                    current.labels().add(label.group(1));
                    if (label.group(1).equals("le")) {
                        current.limits().add(label.group(2));
                    }
                }
            }
        }
        return all;
    }

    private interface Comparison {
        void run(Http expected, Http actual);
    }

    /** With the same requests behind them. */
    private static void compare(Comparison comparison) throws Exception {
        try (RealEtcd real = RealEtcd.start();
                EtcdServer etcd = EtcdServer.builder().grpcPort(0).start()) {
            Http expected = new Http(real.port());
            Http actual = new Http(etcd.grpcPort());
            await().until(() ->
                    expected.get("/metrics").body().contains("etcd_cluster_version{")); // once it is decided
            for (String row : REQUESTS.lines().toList()) {
                String[] parts = row.split(" ", 2);
                String body = parts.length == 1 ? "" : parts[1];
                assertThat(actual.post(parts[0], body).statusCode() == GOOD)
                        .as(row)
                        .isEqualTo(expected.post(parts[0], body).statusCode() == GOOD);
            }
            comparison.run(expected, actual);
        }
    }

    private static boolean isOlder(Map<String, Family> real) {
        return !real.containsKey("etcd_server_feature_enabled");
    }

    @Test
    @DisplayName("each family has the name, help, type, labels and buckets that a real one gives it")
    void families() throws Exception {
        compare((expected, actual) -> {
            expected.get("/readyz");
            actual.get("/readyz");
            Map<String, Family> real = families(expected.get("/metrics").body());
            Map<String, Family> ours = families(actual.get("/metrics").body());
            assertThat(ours).hasSizeGreaterThan(50);
            SoftAssertions all = new SoftAssertions();
            ours.forEach((name, family) -> {
                if (!(isOlder(real) && NEWER.contains(name))) {
                    all.assertThat(family).as(name).isEqualTo(real.get(name));
                }
            });
            all.assertAll();
        });
    }

    @Test
    @DisplayName("the same requests are counted the same")
    void counts() throws Exception {
        compare((expected, actual) -> {
            String page = expected.get("/metrics").body();
            boolean older = isOlder(families(page));
            Map<String, String> ours = figures(actual.get("/metrics").body(), older);
            assertThat(ours).hasSizeGreaterThan(20).isEqualTo(figures(page, older));
        });
    }

    /** The figures to be compared that are not 0. */
    private static Map<String, String> figures(String page, boolean older) {
        Map<String, String> all = new TreeMap<>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            String name = line.substring(0, end);
            String value = line.substring(end + 1);
            if (COMPARED.test(name) && !value.equals("0") && !(older && MESSAGES.test(name))) {
                all.put(name, value);
            }
        });
        return all;
    }
}
