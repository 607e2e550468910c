package io.kubejar.etcd.grpc;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the port proves itself with, in PEM; etcd's {@code --cert-file}, {@code --key-file} and {@code --trusted-ca-file}.
 *
 * @param key in PKCS #8, PKCS #1 or SEC 1, not encrypted
 * @param clientAuthority whose certificates clients must show; null when they need none
 */
public record TlsFiles(
        Path certificateChain, Path key, @Nullable Path clientAuthority) {
    /** HTTP/2 for whoever speaks it, as etcd. */
    private static final ApplicationProtocolConfig PROTOCOLS = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2,
            ApplicationProtocolNames.HTTP_1_1);

    /**
     * TLS by the JDK's own engine.
     *
     * @throws IllegalArgumentException when a file is not there, or not what it should be
     */
    SslContext context() {
        file(certificateChain);
        file(key);
        try (InputStream chain = Files.newInputStream(certificateChain)) {
            String pem = KeyPem.pkcs8(Files.readString(key, StandardCharsets.ISO_8859_1));
            InputStream keyIn = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            SslContextBuilder builder = GrpcSslContexts.configure(
                            SslContextBuilder.forServer(chain, keyIn), SslProvider.JDK)
                    .applicationProtocolConfig(PROTOCOLS);
            if (clientAuthority != null) {
                builder.trustManager(file(clientAuthority)).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "etcd cannot use " + certificateChain + " with " + key + ": " + e.getMessage(), e);
        }
    }

    private static File file(Path path) {
        if (!path.toFile().canRead()) {
            throw new IllegalArgumentException("etcd cannot read " + path);
        }
        return path.toFile();
    }
}
