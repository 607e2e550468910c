package io.kubejar.server.forward;

import java.time.Duration;

/**
 * What one client may ask of port forwarding.
 *
 * @param idle after how long without a frame the connection is closed. Upstream: StreamIdleTimeout, kubelet server.go, v1.36
 * @param pairing how long a stream waits for the other one of its pair. Upstream: DefaultStreamCreationTimeout,
 *     cri-streaming v1.36
 * @param streams how many streams a connection may have open; upstream has no limit
 * @param waitingBytes how much is kept of what a stream sends before its pair is complete
 */
public record ForwardLimits(Duration idle, Duration pairing, int streams, int waitingBytes) {
    /** The usual. */
    public static final ForwardLimits DEFAULT =
            new ForwardLimits(Duration.ofHours(4), Duration.ofSeconds(30), 2000, 64 * 1024);
}
