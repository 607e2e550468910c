package io.kubejar.server.exchange;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * A request as a transport gives it to the pipeline.
 *
 * @param method in capitals
 * @param path decoded, without the query
 * @param query decoded parameters in order; a parameter without value has ""
 * @param body the whole body; empty when there is none. Already within the transport's limit
 * @param clientCertificates the chain that the client has proven on this connection, its own first; empty without one.
 *     Whether a CA vouches for it is the authenticator's question
 * @param remoteAddress as host:port
 */
public record ServerRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Headers headers,
        byte[] body,
        List<X509Certificate> clientCertificates,
        String remoteAddress) {
    /** The first value of a query parameter, or "". */
    public String parameter(String name) {
        List<String> all = query.get(name);
        return all == null || all.isEmpty() ? "" : all.get(0);
    }
}
