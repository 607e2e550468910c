package io.kubejar.cluster.fault;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.loop.Loops;
import io.kubejar.server.request.Call;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All open watches of a server, and what befalls them. Thread-safe. */
final class WatchFaults {
    private record Delay(Match which, Duration by) {}

    private final Loop loop;
    private final Set<OpenWatch> open = new LinkedHashSet<>(); // guarded by itself; in an order that a seed repeats
    private final List<Delay> delays = new CopyOnWriteArrayList<>();
    private final List<Match> repeats = new CopyOnWriteArrayList<>();
    private final Map<Request, WatchEvent> lasts = new ConcurrentHashMap<>();

    WatchFaults(Loops loops) {
        loop = loops.loop("held-back-events");
    }

    WatchHandler watching(Call call, WatchHandler handler) {
        Request request = Request.of(call);
        return new OpenWatch(request, handler, loop, delay(request));
    }

    ApiClient.Watch opened(WatchHandler handler, ApiClient.Watch watch) {
        OpenWatch opened = (OpenWatch) handler;
        opened.opened(watch);
        synchronized (open) {
            open.add(opened);
        }
        repeatLast(opened);
        return () -> {
            synchronized (open) {
                open.remove(opened);
            }
            watch.close();
        };
    }

    private Duration delay(Request request) {
        return delays.stream()
                .filter(one -> one.which().test(request))
                .map(Delay::by)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private List<OpenWatch> matching(Match which) {
        synchronized (open) {
            return open.stream().filter(one -> which.test(one.request())).toList();
        }
    }

    /** Ends those that fit; gives how many. */
    int end(Match which, @Nullable StatusException why) {
        List<OpenWatch> ending = matching(which);
        synchronized (open) {
            ending.forEach(open::remove);
        }
        for (OpenWatch one : ending) {
            WatchEvent last = one.last();
            if (last != null) {
                lasts.put(one.request(), last);
            }
            one.end(why);
        }
        return ending.size();
    }

    /** Holds back what those that fit are sent, also those to come; gives what takes it away. */
    Runnable delay(Match which, Duration by) {
        Delay added = new Delay(which, by);
        delays.add(added);
        matching(Match.ALL).forEach(one -> one.delay(delay(one.request())));
        return () -> {
            delays.remove(added);
            matching(Match.ALL).forEach(one -> one.delay(delay(one.request())));
        };
    }

    /** Those that fit and begin anew after a cut are sent again what came last before it; gives what takes it away. */
    Runnable repeat(Match which) {
        repeats.add(which);
        return () -> repeats.remove(which);
    }

    private void repeatLast(OpenWatch opened) {
        WatchEvent last = lasts.remove(opened.request());
        if (last != null && repeats.stream().anyMatch(one -> one.test(opened.request()))) {
            opened.onEvent(last);
        }
    }
}
