package io.kubejar.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTargetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/api                    | /api      | {}",
                "/api?                   | /api      | {}",
                "/a%2Fb%20c+d            | /a/b c+d  | {}",
                "/%C3%A4ö                | /äö       | {}",
                "http://host:1/a?b=c     | /a        | {b=[c]}",
                "http://host             | /         | {}",
                "/proxy/http://x/        | /proxy/http://x/ | {}",
                "*                       | *         | {}",
                "/?a=1&b=2&a=3           | /         | {a=[1, 3], b=[2]}",
                "/?a&b=&&c=d=e           | /         | {a=[], b=[], c=[d=e]}",
                "/?l=app%3Dweb%2Ctier+in | /         | {l=[app=web,tier in]}",
                "/?bad=%zz&cut=%4&ok=1   | /         | {ok=[1]}",
                "/?a=1;b=2&c=3           | /         | {c=[3]}",
            })
    void isTakenApartAsGoDoesIt(String target, String path, String query) {
        RequestTarget parsed = RequestTarget.parse(target);
        assertThat(parsed.path()).isEqualTo(path);
        assertThat(parsed.query()).hasToString(query);
    }

    @Test
    void brokenEscapeInThePathIsRefused() {
        assertThatThrownBy(() -> RequestTarget.parse("/a%zz")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestTarget.parse("/a%2")).isInstanceOf(IllegalArgumentException.class);
    }
}
