package io.kubejar.server.storage;

import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.ApiObject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks an object up that another component is about to make. */
public final class Arrival {
    private Arrival() {}

    /**
     * The object at a key; when there is none yet, the calling thread waits for it.
     *
     * @param loops where the other component works; they are run meanwhile if they do not run by themselves
     * @param limit how long to wait at most
     * @return null when it has not come in time
     */
    public static @Nullable ApiObject await(ObjectStore store, String key, Loops loops, Duration limit) {
        WatchCache cache = store.cache();
        ApiObject known = cache.peek(key);
        if (known != null) {
            return known;
        }
        if (!loops.runsByItself()) {
            loops.runUntil(() -> cache.peek(key) != null);
            return cache.peek(key);
        }
        CountDownLatch came = new CountDownLatch(1);
        CacheListener listener = new CacheListener() {
            @Override
            public void onEvent(CacheEvent event) {
                if (event.key().equals(key)) {
                    came.countDown();
                }
            }

            @Override
            public void onClose(@Nullable StatusException why) {
                came.countDown();
            }
        };
        WatchCache.Registration registration = cache.listen(cache.revision(), listener);
        try {
            ApiObject stored = store.get(key);
            if (stored == null && came.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                stored = store.get(key);
            }
            return stored;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            registration.close();
        }
    }
}
