package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is answered over HTTP/1.1, request by request, here and at a real etcd. Where a real one is older than 3.6 its known
 * differences are taken out: the word {@code error} beside {@code message}, 412 for a failed precondition, and no {@code reason}
 * of health.
 */
@Tag("interop")
class SameHttpAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int OLDER_FAILED_PRECONDITION = 412;

    /** Ids of members and of what they made up. */
    private static final Pattern OWN = Pattern.compile("\\d{17,20}");

    /** A line: path and body. */
    private static final String KEYS = """
            /v3/kv/put {"key":"Zm9v","value":"YmFy"}
            /v3/kv/put {"key":"Zm9v","value":"YmF6","prev_kv":true}
            /v3/kv/put {"key":"Zm9x","value":"+/+/"}
            /v3/kv/put {}
            /v3/kv/put
            /v3/kv/put {"key":
            /v3/kv/put nonsense
            /v3/kv/put {"key":"YQ==","lease":"1234"}
            /v3beta/kv/range {"key":"Zm9v"}
            /v3/kv/range {"key":"Zm9v","unknown":[{"x":1}]}
            /v3/kv/range {"key":"Zm8=","range_end":"Zm9+","sort_order":"DESCEND","sortTarget":"MOD","limit":1}
            /v3/kv/range {"key":"Zm8=","rangeEnd":"Zm9+","sort_order":1,"sort_target":4,"limit":"1"}
            /v3/kv/range {"key":"AA==","range_end":"AA==","count_only":true}
            /v3/kv/range {"key":"Zm9v","revision":2}
            /v3/kv/range {"key":"Zm9v","revision":200}
            /v3/kv/range {"key":"none"}
            /v3/kv/txn {"compare":[{"target":"VERSION","result":"GREATER","key":"Zm9v","version":"0"}],\
            "success":[{"requestRange":{"key":"Zm9v"}},{"request_put":{"key":"Zm9w","value":"Zg=="}}]}
            /v3/kv/txn {"compare":[{"target":3,"key":"Zm9v","value":"eA=="}],"failure":[{"request_txn":{}}]}
            /v3/kv/txn {"success":[{"request_put":{"key":"YQ=="}},{"request_put":{"key":"YQ=="}}]}
            /v3/kv/txn {"success":[{}]}
            /v3/kv/deleterange {"key":"Zm9v","prev_kv":true}
            /v3/kv/compaction {"revision":"3"}
            /v3/kv/compaction {"revision":"3"}
            /v3/kv/compaction {"revision":"300"}
            /v3/kv/range {"key":"Zm9v","revision":"1"}
            /v3/maintenance/defragment
            /nothing
            /healthy
            """;

    private static final String REST = """
            /v3/lease/grant {"TTL":"100","ID":"77"}
            /v3/lease/grant {"TTL":"100","ID":77}
            /v3/lease/grant {"TTL":"9000000001"}
            /v3/lease/leases
            /v3/kv/lease/leases {}
            /v3/kv/put {"key":"bDE=","lease":77}
            /v3/lease/keepalive {"ID":77}
            /v3/lease/keepalive {"ID":12}{"ID":13}
            /v3/kv/lease/timetolive {"ID":78,"keys":true}
            /v3/lock/lock {"name":"bA==","lease":77}
            /v3/lock/unlock {"key":"bC80ZA=="}
            /v3/election/campaign {"name":"ZQ==","lease":77,"value":"dg=="}
            /v3/election/leader {"name":"ZQ=="}
            /v3/election/leader {"name":"eA=="}
            /v3/kv/lease/revoke {"ID":77}
            /v3/lease/revoke {"ID":77}
            /v3/cluster/member/remove {"ID":"1234"}
            /v3/cluster/member/promote {"ID":"1234"}
            /v3/maintenance/transfer-leadership {"targetID":"1234"}
            /v3/auth/enable
            /v3/auth/user/add {"name":"root","password":"rp"}
            /v3/auth/user/add {"name":"root","password":"rp"}
            /v3/auth/user/add {"name":"u","options":{"no_password":true}}
            /v3/auth/user/list
            /v3/auth/role/add {"name":"r<&>"}
            /v3/auth/role/grant {"name":"r<&>","perm":{"permType":"READWRITE","key":"YQ==","range_end":"Yg=="}}
            /v3/auth/role/get {"role":"r<&>"}
            /v3/auth/user/grant {"user":"u","role":"r<&>"}
            /v3/auth/user/get {"name":"u"}
            /v3/auth/user/grant {"user":"root","role":"nope"}
            /v3/auth/user/delete {"name":"nope"}
            /v3/auth/authenticate {"name":"root","password":"rp"}
            """;

    private static void compare(Http expected, Http actual, String table) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (String row : table.lines().toList()) {
            String[] parts = row.split(" ", 2);
            String body = parts.length == 1 ? "" : parts[1];
            all.assertThat(shown(actual.post(parts[0], body)))
                    .as("POST %s", row)
                    .isEqualTo(shown(expected.post(parts[0], body)));
        }
        all.assertAll();
    }

    /**
     * Status, the header fields that matter, and the body without what is each one's own. A real one adds fields that let pages
     * of any origin in; ours lets none in, see {@code HttpDoorTest}.
     */
    private static String shown(HttpResponse<String> answer) throws Exception {
        Map<String, String> fields = new TreeMap<>();
        for (String name : new String[] {"Content-Type", "Allow", "X-Content-Type-Options"}) {
            answer.headers().firstValue(name).ifPresent(value -> fields.put(name, value));
        }
        String body = answer.body();
        if (fields.getOrDefault("Content-Type", "").equals("application/json")) {
            StringBuilder lines = new StringBuilder();
            for (String line : body.lines().toList()) {
                lines.append(shown(JSON.readTree(line))).append('\n');
            }
            body = lines.toString();
        }
        int status = answer.statusCode() == OLDER_FAILED_PRECONDITION ? 400 : answer.statusCode();
        return status + "\n" + fields + "\n" + OWN.matcher(body).replaceAll("*");
    }

    private static String shown(JsonNode json) {
        if (json instanceof ObjectNode object && object.has("message")) {
            object.remove("error");
            return new TreeMap<>(object.properties().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                    .toString();
        }
        return json.toString();
    }

    private interface Comparison {
        void run(Http expected, Http actual) throws Exception;
    }

    private static void compare(Comparison comparison) throws Exception {
        try (RealEtcd real = RealEtcd.start();
                EtcdServer etcd = EtcdServer.builder().grpcPort(0).bcryptCost(4).start()) {
            comparison.run(new Http(real.port()), new Http(etcd.grpcPort()));
        }
    }

    @Test
    @DisplayName("the gateway: keys")
    void keys() throws Exception {
        compare((expected, actual) -> compare(expected, actual, KEYS));
    }

    @Test
    @DisplayName("the gateway: leases, locks, elections, members, users")
    void rest() throws Exception {
        compare((expected, actual) -> compare(expected, actual, REST));
    }

    @Test
    @DisplayName("the gateway: the time that a call may take")
    void timeouts() throws Exception {
        compare((expected, actual) -> {
            String body = "{\"key\":\"Zm9v\"}";
            for (String timeout : new String[] {"1S", "5x", "S", "-1S", "1n", "+5S", "1 S", "9223372036854775807H"}) {
                assertThat(shown(actual.post("/v3/kv/range", body, "Grpc-Timeout", timeout)))
                        .as(timeout)
                        .isEqualTo(shown(expected.post("/v3/kv/range", body, "Grpc-Timeout", timeout)));
            }
            String watch = "{\"create_request\":{\"key\":\"Zm9v\"}}";
            HttpResponse<String> ours = actual.post("/v3/watch", watch, "Grpc-Timeout", "300m");
            HttpResponse<String> real = expected.post("/v3/watch", watch, "Grpc-Timeout", "300m");
            assertThat(ours.statusCode()).isEqualTo(real.statusCode());
            assertThat(ours.body().lines().count())
                    .isEqualTo(real.body().lines().count()); // older errors have other names
        });
    }

    @Test
    @DisplayName("/debug/vars: what is said has the name and the type that a real one gives it")
    void debug() throws Exception {
        compare((expected, actual) -> {
            HttpResponse<String> answer = actual.get("/debug/vars");
            JsonNode ours = JSON.readTree(answer.body());
            JsonNode real = JSON.readTree(expected.get("/debug/vars").body());
            assertThat(answer.headers().firstValue("Content-Type"))
                    .isEqualTo(expected.get("/debug/vars").headers().firstValue("Content-Type"));
            assertThat(ours.fieldNames()).toIterable().contains("cmdline", "memstats", "raft.status");
            assertThat(ours.path("raft.status").path("raftState"))
                    .isEqualTo(real.path("raft.status").path("raftState"));
            same(ours, real, "/debug/vars");
        });
    }

    /** Whatever is here is there too. */
    private static void same(JsonNode ours, JsonNode real, String where) {
        assertThat(ours.getNodeType()).as(where).isEqualTo(real.getNodeType());
        if (where.endsWith("/progress")) { // by members
            same(ours.elements().next(), real.elements().next(), where + "/0");
            return;
        }
        ours.properties()
                .forEach(field -> same(field.getValue(), real.path(field.getKey()), where + "/" + field.getKey()));
    }

    @Test
    @DisplayName("methods and paths that there are not, and answers that hold nothing of a store")
    void others() throws Exception {
        compare((expected, actual) -> {
            for (String request : new String[] {
                "GET /nothing",
                "PUT /version",
                "POST /debug/vars",
                "GET /debug/pprof/",
                "POST /health",
                "OPTIONS /v3/kv/range",
                "OPTIONS /x",
                "HEAD /version",
                "GET /"
            }) {
                String[] words = request.split(" ");
                assertThat(shown(actual.send(words[0], words[1], "")))
                        .as(request)
                        .isEqualTo(shown(expected.send(words[0], words[1], "")));
            }
            assertThat(actual.get("/health").body())
                    .startsWith(expected.get("/health").body().replace("}", "").replace(",\"reason\":\"\"", ""));
        });
    }
}
