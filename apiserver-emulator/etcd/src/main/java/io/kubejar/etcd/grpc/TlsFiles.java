package io.kubejar.etcd.grpc;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What the port proves itself with, in PEM; etcd's {@code --cert-file}, {@code --key-file} and {@code --trusted-ca-file}.
 *
 * @param key in PKCS #8
 * @param clientAuthority whose certificates clients must show; null when they need none
 */
public record TlsFiles(
        Path certificateChain, Path key, @Nullable Path clientAuthority) {
    /**
     * TLS by the JDK's own engine.
     *
     * @throws IllegalArgumentException when a file is not there, or not what it should be
     */
    SslContext context() {
        try {
            SslContextBuilder builder = GrpcSslContexts.configure(
                    SslContextBuilder.forServer(file(certificateChain), file(key)), SslProvider.JDK);
            if (clientAuthority != null) {
                builder.trustManager(file(clientAuthority)).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("etcd cannot use these certificates: " + e.getMessage(), e);
        }
    }

    private static File file(Path path) {
        if (!path.toFile().canRead()) {
            throw new IllegalArgumentException("etcd cannot read " + path);
        }
        return path.toFile();
    }
}
