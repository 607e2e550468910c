package io.kubejar.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    8080  | data  | -
                    1     | error | -
                    65535 | data  | -
                    080   | data  | -
                    ``    | data  | "port" header is required
                    http  | data  | unable to parse "http" as a port
                    -1    | data  | unable to parse "-1" as a port
                    +1    | data  | unable to parse "+1" as a port
                    65536 | data  | unable to parse "65536" as a port
                    99999999999 | data | unable to parse "99999999999" as a port
                    0     | data  | port "0" must be > 0
                    80    | ``    | "streamType" header is required
                    80    | stdin | invalid stream type "stdin"
                    """)
    void streamsSayWhatTheyAre(String port, String type, @Nullable String why) {
        assertThat(StreamRules.refusal(port, type)).isEqualTo(why);
    }

    @Test
    void oldClientsOpenTheErrorStreamFirst() {
        assertThat(StreamRules.request("7", "data", 3)).isEqualTo("7");
        assertThat(StreamRules.request("", "error", 5)).isEqualTo("5");
        assertThat(StreamRules.request("", "data", 7)).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    portforward.k8s.io | - |
                    a, portforward.k8s.io | - |
                    ` , ` | 400 | unable to upgrade: header X-Stream-Protocol-Version contains [ , ], but no valid protocols
                    a,b | 403 | unable to upgrade: unable to negotiate protocol: client supports [a b], server accepts [portforward.k8s.io]
                    """)
    void clientAndServerFindAProtocol(String field, @Nullable Integer status, @Nullable String text) {
        Handshake.Refused refused = Handshake.refusal(List.of(field), 9);
        assertThat(refused).isEqualTo(status == null || text == null ? null : new Handshake.Refused(status, text));
    }

    @Test
    void clientMustOfferAProtocol() {
        assertThat(Handshake.refusal(List.of(), 9))
                .isEqualTo(
                        new Handshake.Refused(
                                400,
                                "unable to upgrade: header X-Stream-Protocol-Version does not exist in request with 9 headers"));
    }

    @Test
    void onlySpdyIsTunnelled() {
        assertThat(Handshake.tunnelled(
                        Handshake.values(List.of("SPDY/3.1+portforward.k8s.io, v4.channel.k8s.io", "SPDY/3.1+other"))))
                .containsExactly("portforward.k8s.io");
    }
}
