package io.kubejar.etcd.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the number; any, also one that HTTP has no name for
 * @param fields header fields by name
 */
public record Reply(int status, Map<String, String> fields, byte[] body) {
    /** The header field that says what the body is. */
    public static final String CONTENT_TYPE = "Content-Type";

    static final String PLAIN = "text/plain; charset=utf-8";

    /** The body is of that type and no other, whatever it looks like. */
    static final Map<String, String> NOTHING_ELSE = Map.of("X-Content-Type-Options", "nosniff");

    /** A good answer with a body of a type. */
    static Reply ok(String type, String body) {
        return new Reply(200, Map.of(CONTENT_TYPE, type), body.getBytes(UTF_8));
    }

    /** A bad one, as Go's http.Error writes it. */
    static Reply error(int status, String text) {
        return new Reply(status, Map.of(), (text + "\n").getBytes(UTF_8))
                .with(CONTENT_TYPE, PLAIN)
                .with(NOTHING_ELSE);
    }

    /** For a method that the path does not know. Source: etcd 3.6 etcdhttp.allowMethod. */
    static Reply onlyGet() {
        return error(405, "Method Not Allowed").with("Allow", "GET");
    }

    Reply with(String field, String value) {
        return with(Map.of(field, value));
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putAll(more);
        return new Reply(status, all, body);
    }
}
