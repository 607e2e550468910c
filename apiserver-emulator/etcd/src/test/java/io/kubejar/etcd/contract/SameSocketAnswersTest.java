package io.kubejar.etcd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubejar.etcd.EtcdServer;
import io.kubejar.etcd.http.Http;
import io.kubejar.etcd.http.SocketClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the gateway answers over WebSockets, message by message, here and at a real etcd. */
@Tag("interop")
class SameSocketAnswersTest {
    /** Ids of members and of what they made up. */
    private static final Pattern OWN = Pattern.compile("\\d{17,20}");

    /** A line: path and messages; each has one answer, after the last one of which comes the end if there is a dot. */
    private static final String TABLE = """
            /v3/kv/put {"key":"YQ==","value":"dg=="} .
            /v3/kv/range?method=GET {"key":"YQ=="} .
            /v3/kv/txn {"success":[{"request_put":{"key":"Yg=="}}]} .
            /v3/lease/grant {"ID":"77","TTL":"100"} .
            /v3/lease/keepalive {"ID":77} {"ID":"77"} {"ID":78}
            /v3/watch {"create_request":{"key":"YQ=="}} {"create_request":{"key":"Yg=="}} {"cancel_request":{"watch_id":1}}
            /v3/watch {"create_request":{"key":"YQ==","start_revision":"2"}}
            /v3beta/watch {"create_request":{"key":"YQ==","watch_id":"7"}} {"progress_request":{}}
            /v3/auth/user/list {} .
            """;

    private static List<String> answers(int port, String row, boolean alsoEnds) throws IOException {
        List<String> answers = new ArrayList<>();
        String[] words = row.split(" ");
        try (SocketClient socket = new SocketClient(port, words[0], "")) {
            for (int i = 1; i < words.length; i++) {
                if (!words[i].equals(".")) {
                    String answer = String.valueOf(socket.send(words[i]).next());
                    answers.add(OWN.matcher(answer).replaceAll("*"));
                } else if (alsoEnds) {
                    answers.add(String.valueOf(socket.next()));
                }
            }
        }
        return answers;
    }

    @Test
    @DisplayName("the same messages are answered the same")
    void same() throws Exception {
        try (RealEtcd real = RealEtcd.start();
                EtcdServer etcd = EtcdServer.builder().grpcPort(0).start()) {
            // One that is older leaves the connection as it is.
            boolean alsoEnds = new Http(real.port()).get("/version").body().contains("\"3.6");
            for (String row : TABLE.lines().toList()) {
                List<String> expected = answers(real.port(), row, alsoEnds);
                assertThat(answers(etcd.grpcPort(), row, alsoEnds)).as(row).isEqualTo(expected);
            }
        }
    }
}
