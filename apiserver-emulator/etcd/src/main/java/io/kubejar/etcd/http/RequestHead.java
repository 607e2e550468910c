package io.kubejar.etcd.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A request but for its body.
 *
 * @param path without its query, percent signs resolved
 * @param query each parameter with its values in order
 * @param fields finds a header field whatever its case; null when it is not there
 * @param tls of the connection; null for plain text
 */
public record RequestHead(
        String method,
        String path,
        Map<String, List<String>> query,
        Function<String, @Nullable String> fields,
        @Nullable SSLSession tls) {
    /** A header field; null when it is not there. */
    public @Nullable String field(String name) {
        return fields.apply(name);
    }

    /** The same request at another path. */
    RequestHead at(String other) {
        return new RequestHead(method, other, query, fields, tls);
    }
}
