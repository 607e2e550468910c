package io.kubejar.server.remote;

import io.kubejar.server.pki.Identity;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an API server is, and who asks.
 *
 * @param server such as {@code https://127.0.0.1:6443}, without a slash at its end
 * @param authorities who may vouch for the server; empty for those of the JDK
 * @param insecure whether anybody may be the server
 * @param identity the client's key and certificate, null for none
 * @param token the bearer token, "" for none
 * @param namespace what the kubeconfig names as default, "" when it names none
 */
public record Remote(
        URI server,
        List<X509Certificate> authorities,
        boolean insecure,
        @Nullable Identity identity,
        String token,
        String namespace) {
    /** Never shows the token. */
    @Override
    public String toString() {
        return "Remote[" + server + "]";
    }
}
