package io.kubejar.cluster;

import io.etcd.jetcd.ClientBuilder;
import io.kubejar.server.pki.Pem;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How to speak with a real etcd over TLS. Upstream: the flags --etcd-cafile, --etcd-certfile and --etcd-keyfile of the
 * kube-apiserver, v1.36.
 *
 * @param caFile the certificates to trust, in PEM; null for those that the JDK trusts
 * @param certFile the client's certificate, in PEM; null for none
 * @param keyFile the client's key, in PEM; null for none
 */
record EtcdTls(
        @Nullable Path caFile,
        @Nullable Path certFile,
        @Nullable Path keyFile) {
    static final EtcdTls NONE = new EtcdTls(null, null, null);

    /** Refuses half of a pair in the words of etcd's client. Upstream: TLSInfo.baseConfig (etcd client/pkg/transport). */
    EtcdTls {
        if ((certFile == null) != (keyFile == null)) {
            throw new IllegalArgumentException("KeyFile and CertFile must both be present[key: "
                    + (keyFile == null ? "" : keyFile) + ", cert: " + (certFile == null ? "" : certFile) + "]");
        }
    }

    /**
     * Makes the client use TLS if the URLs say so.
     *
     * @throws IllegalArgumentException when a file is broken; the message names it
     * @throws UncheckedIOException when a file cannot be read
     */
    void apply(ClientBuilder client, List<String> endpoints) {
        if (endpoints.stream().noneMatch(url -> url.startsWith("https:"))) {
            return;
        }
        try {
            client.sslContext(this::configure);
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS to etcd cannot be set up: " + e.getMessage(), e);
        }
    }

    private void configure(SslContextBuilder context) {
        if (caFile != null) {
            context.trustManager(certificates(caFile));
        }
        if (certFile != null && keyFile != null) {
            try {
                context.keyManager(Pem.readPrivateKey(read(keyFile)), certificates(certFile));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(keyFile + ": " + e.getMessage(), e);
            }
        }
    }

    private static X509Certificate[] certificates(Path file) {
        try {
            return Pem.readCertificates(read(file)).toArray(X509Certificate[]::new);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
