package io.kubejar.cluster;

import io.kubejar.server.ApiServer;
import java.time.Duration;
import java.util.List;

/** What a server and its timeline know of requests. */
record ServerRequests(ApiServer server, Timeline timeline, Duration quietPeriod) implements Rest.Requests {
    private static final int LAST = 50; // so many are looked at
    private static final int TOLD = 3;

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

    @Override
    public List<String> lastWrites() {
        List<String> out = timeline.after(timeline.count() - LAST).stream()
                .filter(entry -> !entry.isSignOfLife())
                .map(entry -> entry.verb() + " " + entry.path() + " by " + entry.user())
                .distinct()
                .toList();
        return out.subList(Math.max(0, out.size() - TOLD), out.size());
    }
}
