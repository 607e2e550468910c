package io.kubejar.server.pipeline;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.server.request.Call;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The watches that have been opened and have not ended. Thread-safe. */
final class OpenWatches {
    private final Map<Long, Call> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** Opens a watch that counts until it is closed or ends. */
    ApiClient.Watch open(Call call, WatchHandler handler, Function<WatchHandler, ApiClient.Watch> opening) {
        Long number = numbers.incrementAndGet();
        open.put(number, call);
        WatchHandler counted = new WatchHandler() {
            @Override
            public void onEvent(WatchEvent event) {
                handler.onEvent(event);
            }

            @Override
            public void onClose(@Nullable StatusException why) {
                open.remove(number);
                handler.onClose(why);
            }
        };
        ApiClient.Watch watch;
        try {
            watch = opening.apply(counted);
        } catch (RuntimeException e) {
            open.remove(number);
            throw e;
        }
        return () -> {
            open.remove(number);
            watch.close();
        };
    }

    /** What they watch, and for whom. */
    Collection<Call> calls() {
        return List.copyOf(open.values());
    }
}
