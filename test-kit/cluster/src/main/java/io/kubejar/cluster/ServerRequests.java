package io.kubejar.cluster;

import io.kubejar.server.ApiServer;
import java.time.Duration;

/** What a server knows of requests. */
record ServerRequests(ApiServer server, Duration quietPeriod) implements Rest.Requests {
    @Override
    public long inFlight() {
        return server.pipeline().inFlight();
    }

    @Override
    public boolean isWatchedFromOutside() {
        return server.openWatches() > 0;
    }

    @Override
    public boolean isQuietOutside() throws InterruptedException {
        return server.isQuietOutside(quietPeriod);
    }
}
