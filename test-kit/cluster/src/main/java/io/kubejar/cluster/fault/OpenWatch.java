package io.kubejar.cluster.fault;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the handler of one watch: lets events through at once, or holds them back for a while, in their order.
 * Thread-safe.
 */
final class OpenWatch implements WatchHandler {
    private final Request request;
    private final WatchHandler client;
    private final Loop loop;
    private final Queue<Runnable> held = new ArrayDeque<>(); // guarded by this
    private Duration delay; // guarded by this
    private boolean over; // guarded by this
    private ApiClient.@Nullable Watch watch; // guarded by this
    private @Nullable WatchEvent last; // guarded by this

    OpenWatch(Request request, WatchHandler client, Loop loop, Duration delay) {
        this.request = request;
        this.client = client;
        this.loop = loop;
        this.delay = delay;
    }

    Request request() {
        return request;
    }

    synchronized void opened(ApiClient.Watch below) {
        watch = below;
    }

    /** The event that came last; null when there was none. */
    synchronized @Nullable WatchEvent last() {
        return last;
    }

    /** From now on events come so much later. */
    synchronized void delay(Duration by) {
        delay = by;
    }

    @Override
    public synchronized void onEvent(WatchEvent event) {
        if (!over) {
            last = event;
            pass(() -> client.onEvent(event));
        }
    }

    @Override
    public synchronized void onClose(@Nullable StatusException why) {
        if (!over) {
            over = true;
            pass(() -> client.onClose(why));
        }
    }

    /** Ends the watch, as if its connection had been cut or the server had told why. */
    void end(@Nullable StatusException why) {
        ApiClient.Watch below;
        synchronized (this) {
            below = watch;
        }
        if (below != null) {
            below.close();
        }
        onClose(why);
    }

    private void pass(Runnable delivery) {
        if (held.isEmpty() && delay.isZero()) {
            delivery.run();
            return;
        }
        held.add(delivery);
        loop.after(delay, "an event that is held back", this::release);
    }

    private synchronized void release() {
        Runnable delivery = held.poll();
        if (delivery != null) {
            delivery.run();
        }
    }
}
