package io.kubejar.server.http;

import io.kubejar.core.time.Clock;
import io.kubejar.server.pki.Identity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How to serve.
 *
 * @param host the address to bind, such as {@code 127.0.0.1}, or {@code 0.0.0.0} for all of the machine
 * @param port 0 for any free one
 * @param identity the server's key and chain; null serves plain HTTP/1.1
 * @param clientAuthorities the CAs that clients are told; a client may show another certificate or none
 * @param clock dates the answers
 * @param onFault told what was going on and what broke inside; what clients do wrong is no fault. Any thread
 */
public record HttpServerConfig(
        String host,
        int port,
        @Nullable Identity identity,
        List<X509Certificate> clientAuthorities,
        Limits limits,
        Clock clock,
        BiConsumer<String, Throwable> onFault) {
    /** TLS on the loopback address with the usual limits. */
    public static HttpServerConfig loopback(
            int port,
            Identity identity,
            List<X509Certificate> clientAuthorities,
            Clock clock,
            BiConsumer<String, Throwable> onFault) {
        return tls("127.0.0.1", port, identity, clientAuthorities, clock, onFault);
    }

    /** TLS with the usual limits. */
    public static HttpServerConfig tls(
            String host,
            int port,
            Identity identity,
            List<X509Certificate> clientAuthorities,
            Clock clock,
            BiConsumer<String, Throwable> onFault) {
        return new HttpServerConfig(host, port, identity, clientAuthorities, Limits.DEFAULT, clock, onFault);
    }

    /** The same with other limits. */
    public HttpServerConfig with(Limits other) {
        return new HttpServerConfig(host, port, identity, clientAuthorities, other, clock, onFault);
    }
}
