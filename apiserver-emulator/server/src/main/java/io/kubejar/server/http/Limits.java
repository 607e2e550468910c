package io.kubejar.server.http;

import java.time.Duration;

/**
 * What a client may ask of the transport. Defaults: SecureServingInfo.Serve and MaxRequestBodyBytes
 * (staging/src/k8s.io/apiserver/pkg/server/secure_serving.go and config.go, v1.36).
 *
 * @param bodyBytes the largest body; a larger one is answered with 413
 * @param headerBytes the largest request line, and the largest sum of header fields; more is answered with 431
 * @param webSocketMessageBytes the largest message of a WebSocket; a larger one ends it
 * @param streamsPerConnection how many requests one HTTP/2 connection may have open
 * @param workers how many requests are handled at once; further ones wait. A stream or WebSocket takes none
 * @param handshake how long a TLS handshake may take
 * @param idle after how long without a byte and without an open request a connection is closed
 * @param drain how long {@link HttpServer#close} waits for open requests
 */
public record Limits(
        int bodyBytes,
        int headerBytes,
        int webSocketMessageBytes,
        int streamsPerConnection,
        int workers,
        Duration handshake,
        Duration idle,
        Duration drain) {
    /** The usual. */
    public static final Limits DEFAULT = new Limits(
            3 * 1024 * 1024,
            1 << 20,
            4 * 1024 * 1024,
            100,
            256,
            Duration.ofSeconds(32),
            Duration.ofSeconds(90),
            Duration.ofSeconds(2));
}
