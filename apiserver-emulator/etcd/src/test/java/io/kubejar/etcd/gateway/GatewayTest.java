package io.kubejar.etcd.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.options.GetOption;
import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import io.kubejar.etcd.http.RawConnection;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** etcd's methods as JSON over HTTP/1.1. */
class GatewayTest {
    private static final String IDS = "\"cluster_id\":\"14841639068965178418\",\"member_id\":\"10276657743932975437\",";

    private EtcdServer etcd;
    private Http http;

    @BeforeEach
    void start() {
        use(EtcdServer.builder().grpcPort(0).bcryptCost(4).start());
    }

    private void use(EtcdServer started) {
        etcd = started;
        http = new Http(started.grpcPort());
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String header(long revision) {
        return "{" + IDS + "\"revision\":\"" + revision + "\",\"raft_term\":\"2\"}";
    }

    private String post(String path, String body) {
        return http.post(path, body.replace('\'', '"')).body();
    }

    private void put(String key, String value) {
        etcd.client()
                .getKVClient()
                .put(ByteSequence.from(key, UTF_8), ByteSequence.from(value, UTF_8))
                .join();
    }

    @Test
    void keysAreWrittenAndRead() {
        HttpResponse<String> put =
                http.post("/v3/kv/put", "{\"key\":\"" + base64("foo") + "\",\"value\":\"" + base64("bar") + "\"}");
        assertThat(put.body()).isEqualTo("{\"header\":" + header(2) + "}");
        assertThat(put.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(put.headers().firstValue("Grpc-Metadata-Content-Type")).hasValue("application/grpc");
        String kv =
                "{\"key\":\"Zm9v\",\"create_revision\":\"2\",\"mod_revision\":\"2\",\"version\":\"1\",\"value\":\"YmFy\"}";
        assertThat(post("/v3/kv/range", "{'key':'Zm9v'}"))
                .isEqualTo("{\"header\":" + header(2) + ",\"kvs\":[" + kv + "],\"count\":\"1\"}");
        assertThat(post("/v3beta/kv/range", "{'key':'Zm9v','count_only':true}"))
                .isEqualTo("{\"header\":" + header(2) + ",\"count\":\"1\"}");
        assertThat(post(
                        "/v3/kv/txn",
                        "{'compare':[{'target':'VERSION','result':'GREATER','key':'Zm9v','version':'0'}],"
                                + "'success':[{'requestRange':{'key':'Zm9v','keys_only':true,'limit':'1'}},"
                                + "{'request_delete_range':{'key':'Zm9v','prev_kv':true}}]}"))
                .isEqualTo("{\"header\":" + header(3) + ",\"succeeded\":true,\"responses\":["
                        + "{\"response_range\":{\"header\":{\"revision\":\"2\"},\"kvs\":["
                        + kv.replace(",\"value\":\"YmFy\"", "") + "],\"count\":\"1\"}},"
                        + "{\"response_delete_range\":{\"header\":{\"revision\":\"3\"},\"deleted\":\"1\",\"prev_kvs\":["
                        + kv + "]}}]}");
        assertThat(post("/v3/kv/compaction", "{'revision':'3','physical':true}"))
                .isEqualTo("{\"header\":" + header(3) + "}");
    }

    @Test
    void refusalsHaveTheCodesOfGrpcAndTheStatusOfHttp() {
        HttpResponse<String> compacted = http.post("/v3/kv/range", "{\"key\":\"YQ\",\"revision\":99}");
        assertThat(compacted.statusCode()).isEqualTo(400);
        assertThat(compacted.body())
                .isEqualTo("{\"code\":11,\"message\":\"etcdserver: mvcc: required revision is a future revision\"}");
        assertThat(http.post("/v3/kv/put", "").statusCode()).isEqualTo(400);
        assertThat(post("/v3/kv/put", "")).isEqualTo("{\"code\":3,\"message\":\"etcdserver: key is not provided\"}");
        assertThat(http.post("/v3/lease/revoke", "{\"ID\":5}").statusCode()).isEqualTo(404);
        assertThat(post("/v3/kv/range", "{'key':")).isEqualTo("{\"code\":3,\"message\":\"unexpected EOF\"}");
        assertThat(post("/v3/kv/range", "{'key':5}"))
                .isEqualTo("{\"code\":3,\"message\":\"proto: (line 1:8): invalid value for bytes field key: 5\"}");
        HttpResponse<String> nothing = http.post("/v3/kv/nothing", "{}");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).isEqualTo("{\"code\":5,\"message\":\"Not Found\"}");
        HttpResponse<String> get = http.get("/v3/kv/range");
        assertThat(get.statusCode()).isEqualTo(501);
        assertThat(get.body()).isEqualTo("{\"code\":12,\"message\":\"Method Not Allowed\"}");
    }

    @Test
    void requestsHaveTheirLimits() {
        String value = "x".repeat(3 * 1024 * 1024);
        HttpResponse<String> large = http.post("/v3/kv/put", "{\"key\":\"YQ\",\"value\":\"" + base64(value) + "\"}");
        assertThat(large.statusCode()).isEqualTo(429);
        assertThat(large.body())
                .isEqualTo("{\"code\":8,\"message\":\"grpc: received message larger than max (3145736 vs. 2097152)\"}");
        assertThat(post("/v3/kv/put", "{'key':'YQ','value':'" + base64(value.substring(0, 1_800_000)) + "'}"))
                .isEqualTo("{\"code\":3,\"message\":\"etcdserver: request is too large\"}");
        assertThat(http.post("/v3/kv/put", " ".repeat(9 * 1024 * 1024)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void leasesAreGrantedRenewedAndRevoked() {
        assertThat(post("/v3/lease/grant", "{'TTL':100,'ID':77}"))
                .isEqualTo("{\"header\":" + header(1) + ",\"ID\":\"77\",\"TTL\":\"100\"}");
        assertThat(post("/v3/lease/keepalive", "{'ID':77} {'ID':78}"))
                .isEqualTo("{\"result\":{\"header\":" + header(1) + ",\"ID\":\"77\",\"TTL\":\"100\"}}\n"
                        + "{\"result\":{\"header\":" + header(1) + ",\"ID\":\"78\"}}\n");
        for (String way : new String[] {"/v3/lease", "/v3/kv/lease"}) {
            assertThat(post(way + "/timetolive", "{'ID':77,'keys':true}"))
                    .contains("\"ID\":\"77\",\"TTL\":", "\"grantedTTL\":\"100\"");
            assertThat(post(way + "/leases", "{}"))
                    .isEqualTo("{\"header\":" + header(1) + ",\"leases\":[{\"ID\":\"77\"}]}");
        }
        assertThat(post("/v3/kv/lease/revoke", "{'ID':77}")).isEqualTo("{\"header\":" + header(1) + "}");
        HttpResponse<String> bad = http.post("/v3/lease/keepalive", "{\"ID\":12");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body())
                .isEqualTo("{\"error\":{\"code\":3,\"message\":\"Failed to decode request: unexpected EOF\"}}\n");
    }

    /** A stream of lines, until it is closed. */
    private BufferedReader lines(String path, String body) throws Exception {
        HttpRequest request = http.request("POST", path, body.replace('\'', '"'));
        HttpResponse<InputStream> answer = http.client().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    @Test
    void watchesTellOfChangesUntilTheClientLeaves() throws Exception {
        put("a", "1");
        try (BufferedReader lines = lines(
                "/v3/watch",
                "{'create_request':{'key':'YQ==','start_revision':'2','watch_id':'7'}}"
                        + "{'create_request':{'key':'Yg==','prev_kv':true}}{'create_request':{'key':'YQ','watch_id':7}}")) {
            String created = lines.readLine();
            assertThat(created)
                    .isEqualTo("{\"result\":{\"header\":" + header(2) + ",\"watch_id\":\"7\",\"created\":true}}");
            assertThat(lines.readLine())
                    .isEqualTo("{\"result\":{\"header\":" + header(2) + ",\"watch_id\":\"7\",\"events\":[{\"kv\":"
                            + "{\"key\":\"YQ==\",\"create_revision\":\"2\",\"mod_revision\":\"2\",\"version\":\"1\","
                            + "\"value\":\"MQ==\"}}]}}");
            assertThat(lines.readLine()).isEqualTo("{\"result\":{\"header\":" + header(2) + ",\"created\":true}}");
            assertThat(lines.readLine()).contains("\"created\":true,\"canceled\":true", "duplicate watch ID");
            put("b", "2");
            etcd.client().getKVClient().delete(ByteSequence.from("b", UTF_8)).join();
            assertThat(lines.readLine()).contains("\"mod_revision\":\"3\"").doesNotContain("DELETE");
            assertThat(lines.readLine())
                    .contains("{\"type\":\"DELETE\",\"kv\":{\"key\":\"Yg==\",\"mod_revision\":\"4\"},\"prev_kv\":{");
            assertThat(http.get("/metrics").body()).contains("\netcd_debugging_mvcc_watcher_total 2\n");
        }
        await().until(() -> http.get("/metrics").body().contains("\netcd_debugging_mvcc_watcher_total 0\n"));
    }

    @Test
    void aWatchEndsWithTheServer() throws Exception {
        try (BufferedReader lines = lines("/v3/watch", "{'create_request':{'key':'YQ=='}}")) {
            assertThat(lines.readLine()).contains("\"created\":true");
            etcd.close();
            assertThat(lines.readLine())
                    .isEqualTo("{\"error\":{\"code\":14,\"message\":\"etcdserver: server stopped\"}}");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void aSlowReaderGetsEverythingInOrder() throws Exception {
        String large = "x".repeat(100_000);
        try (BufferedReader lines = lines("/v3/watch", "{'create_request':{'key':'YQ=='}}")) {
            assertThat(lines.readLine()).contains("\"created\":true");
            for (int i = 0; i < 200; i++) {
                put("a", large);
            }
            Pattern revision = Pattern.compile("\"mod_revision\":\"(\\d+)\"");
            long expected = 2;
            while (expected < 202) {
                Matcher found = revision.matcher(lines.readLine());
                while (found.find()) {
                    assertThat(Long.parseLong(found.group(1))).isEqualTo(expected++);
                }
            }
        }
    }

    @Test
    void aSnapshotComesInParts() throws Exception {
        put("a", "x".repeat(1_000_000));
        long bytes = 0;
        Pattern blob = Pattern.compile("\"blob\":\"([^\"]*)\"");
        try (BufferedReader lines = lines("/v3/maintenance/snapshot", "{}")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(line).startsWith("{\"result\":{");
                Matcher found = blob.matcher(line);
                assertThat(found.find()).isTrue();
                bytes += Base64.getDecoder().decode(found.group(1)).length;
            }
        }
        assertThat(bytes).isGreaterThan(1_000_000);
    }

    @Test
    void membersAndMaintenanceAreThere() {
        assertThat(post("/v3/cluster/member/list", "{}"))
                .contains("\"members\":[{\"ID\":\"10276657743932975437\"", "\"clientURLs\":[\"http://127.0.0.1:");
        assertThat(post("/v3/maintenance/status", ""))
                .contains("\"version\":\"3.6.0\"", "\"storageVersion\":\"3.6.0\"", "\"downgradeInfo\":{}")
                .contains("\"dbSizeQuota\":\"2147483648\"");
        etcd.outOfSpace(true);
        assertThat(post("/v3/maintenance/alarm", "{'action':'GET'}"))
                .contains("\"alarms\":[{\"memberID\":\"10276657743932975437\",\"alarm\":\"NOSPACE\"}]");
        assertThat(post("/v3/maintenance/defragment", "")).isEqualTo("{}");
        assertThat(post("/v3/maintenance/hashkv", "{}")).contains("\"hash\":", "\"hash_revision\":\"1\"");
        assertThat(post("/v3/maintenance/downgrade", "{'action':'VALIDATE','version':'3.5'}"))
                .contains("\"message\":\"etcdserver: ");
        assertThat(http.post("/v3/cluster/member/promote", "{\"ID\":\"1\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void usersProveThemselvesWithATokenInTheHead() {
        post("/v3/auth/user/add", "{'name':'root','password':'p'}");
        post("/v3/auth/user/grant", "{'user':'root','role':'root'}");
        assertThat(post("/v3/auth/enable", "{}")).isEqualTo("{\"header\":" + header(1) + "}");
        HttpResponse<String> stranger = http.post("/v3/kv/range", "{\"key\":\"YQ\"}");
        assertThat(stranger.statusCode()).isEqualTo(400);
        assertThat(stranger.body()).isEqualTo("{\"code\":3,\"message\":\"etcdserver: user name is empty\"}");
        Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"")
                .matcher(post("/v3/auth/authenticate", "{'name':'root','password':'p'}"));
        assertThat(token.find()).isTrue();
        assertThat(http.post("/v3/auth/status", "", "Authorization", token.group(1))
                        .body())
                .contains("\"enabled\":true");
        assertThat(http.post("/v3/kv/range", "{\"key\":\"YQ\"}", "Authorization", token.group(1))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> bad = http.post("/v3/kv/range", "{\"key\":\"YQ\"}", "Grpc-Metadata-Token", "nonsense");
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(bad.headers().firstValue("WWW-Authenticate")).hasValue("etcdserver: invalid auth token");
        assertThat(http.get("/health").body()).contains("\"health\":\"true\"");
    }

    @Test
    void locksAndElectionsWait() throws Exception {
        post("/v3/lease/grant", "{'TTL':100,'ID':1}");
        post("/v3/lease/grant", "{'TTL':100,'ID':2}");
        String locked = post("/v3/lock/lock", "{'name':'bA==','lease':1}");
        assertThat(locked).contains("\"key\":\"" + base64("l/1") + "\"");
        var second = http.client()
                .sendAsync(
                        http.request("POST", "/v3/lock/lock", "{\"name\":\"bA==\",\"lease\":2}"),
                        BodyHandlers.ofString());
        assertThat(post("/v3/lock/unlock", "{'key':'" + base64("l/1") + "'}")).contains("\"header\"");
        assertThat(second.join().body()).contains("\"key\":\"" + base64("l/2") + "\"");
        try (RawConnection raw = new RawConnection(etcd.grpcPort())) {
            raw.send(
                    "POST /v3/lock/lock HTTP/1.1\r\nHost: x\r\nContent-Length: 25\r\n\r\n{\"name\":\"bA==\",\"lease\":1}");
            await().until(() -> count("l/") == 2);
        }
        await("whoever leaves does not wait").until(() -> count("l/") == 1);
        assertThat(post("/v3/election/leader", "{'name':'ZQ=='}"))
                .isEqualTo("{\"code\":2,\"message\":\"election: no leader\"}");
        try (BufferedReader observed = observe()) {
            assertThat(observed.readLine()).contains("\"value\":\"" + base64("first") + "\"");
        }
    }

    private long count(String prefix) {
        return etcd.client()
                .getKVClient()
                .get(
                        ByteSequence.from(prefix, UTF_8),
                        GetOption.builder().isPrefix(true).build())
                .join()
                .getCount();
    }

    private BufferedReader observe() throws Exception {
        String campaign = post("/v3/election/campaign", "{'name':'ZQ==','lease':1,'value':'" + base64("first") + "'}");
        assertThat(campaign).contains("\"leader\":{\"name\":\"ZQ==\"");
        return lines("/v3/election/observe", "{'name':'ZQ=='}");
    }

    @Test
    void whatWaitsForADiskHoldsUpNobody(@TempDir Path folder) throws Exception {
        etcd.close();
        use(EtcdServer.builder().grpcPort(0).dataDir(folder.resolve("data")).start());
        assertThat(post("/v3/lease/grant", "{'TTL':100,'ID':7}")).contains("\"ID\":\"7\"");
        assertThat(post("/v3/kv/put", "{'key':'YQ','lease':7}")).isEqualTo("{\"header\":" + header(2) + "}");
        assertThat(post("/v3/lease/keepalive", "{'ID':7}{'ID':8}{'ID':7}").lines())
                .hasSize(3);
        assertThat(post("/v3/kv/compaction", "{'revision':2}")).isEqualTo("{\"header\":" + header(2) + "}");
        assertThat(post("/v3/lease/revoke", "{'ID':7}")).isEqualTo("{\"header\":" + header(3) + "}");
    }
}
