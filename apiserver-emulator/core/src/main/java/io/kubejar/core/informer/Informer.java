package io.kubejar.core.informer;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Backoff;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a local copy of one resource by listing and then watching it, for ever: whatever ends the watch, it goes on from
 * the last revision that it saw, or lists again when that one is gone. Upstream: client-go tools/cache Reflector, v1.36.
 *
 * <p>Threads: the copy is written and handlers are called on the informer's loop only; {@link #lister()} may be read from
 * any thread.
 */
public final class Informer implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private record Waiter(long revision, Runnable then) {}

    private final Gvr resource;
    private final ApiClient client;
    private final Loop loop;
    private final LocalCopy copy = new LocalCopy();
    private final List<ChangeHandler> handlers = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final Backoff backoff = new Backoff(FIRST_RETRY, LAST_RETRY);
    private volatile long seen;
    private volatile boolean synced;
    private volatile boolean closed;
    private int watchNumber; // events of an earlier watch are dropped
    private boolean heard; // whether the watch has brought anything
    private ApiClient.@Nullable Watch watch;

    /** An informer that does nothing until {@link #start}. */
    public Informer(Gvr resource, ApiClient client, Loop loop) {
        this.resource = resource;
        this.client = client;
        this.loop = loop;
    }

    /** The resource. */
    public Gvr resource() {
        return resource;
    }

    /** What the informer shows. */
    public Lister lister() {
        return copy;
    }

    /** Whether the first list is in the copy. */
    public boolean isSynced() {
        return synced;
    }

    /** The newest revision that the copy shows; bookmarks move it too. */
    public long seen() {
        return seen;
    }

    /** Adds a handler; one that comes late first hears of everything that is there. */
    public void addHandler(ChangeHandler handler) {
        loop.execute(() -> {
            handlers.add(handler);
            copy.all().forEach(object -> handler.onChange(null, object, object.revision()));
        });
    }

    /** Begins to list and watch. */
    public void start() {
        loop.execute(this::list);
    }

    /** Runs the task on the informer's loop as soon as the copy shows the revision. */
    public void whenSeen(long revision, Runnable then) {
        loop.execute(() -> {
            if (seen >= revision) {
                then.run();
            } else {
                waiters.add(new Waiter(revision, then));
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        loop.execute(this::endWatch);
    }

    private void endWatch() {
        ApiClient.Watch current = watch;
        watch = null;
        watchNumber++;
        if (current != null) {
            current.close();
        }
    }

    private void list() {
        if (closed) {
            return;
        }
        ObjectList list;
        try {
            list = client.list(ResourceRef.of(resource), ListOptions.ALL);
        } catch (StatusException e) {
            loop.retryAfter(backoff.next(), "list " + resource + " again", this::list);
            return;
        }
        Set<ObjectKey> gone = new HashSet<>(copy.keys());
        for (ApiObject object : list.items()) {
            gone.remove(object.key());
            changed(object, object.revision());
        }
        gone.forEach(key -> removed(copy.get(key), list.revision()));
        synced = true;
        backoff.reset();
        seen(list.revision());
        watchFrom(list.revision());
    }

    private void watchFrom(long revision) {
        if (closed) {
            return;
        }
        endWatch();
        heard = false;
        int number = watchNumber;
        try {
            watch = client.watch(ResourceRef.of(resource), WatchOptions.from(revision), new WatchHandler() {
                @Override
                public void onEvent(WatchEvent event) {
                    loop.execute(() -> handle(number, event));
                }

                @Override
                public void onClose(@Nullable StatusException why) {
                    loop.execute(() -> ended(number, why));
                }
            });
        } catch (StatusException e) {
            ended(number, e);
        }
    }

    private void ended(int number, @Nullable StatusException why) {
        if (number != watchNumber || closed) {
            return;
        }
        boolean tooOld = why != null && (why.is(Reason.GONE) || why.is(Reason.EXPIRED));
        if (tooOld) {
            list();
        } else if (why == null && heard) {
            watchFrom(seen);
        } else { // refused, or ended as soon as it was there
            loop.retryAfter(backoff.next(), "watch " + resource + " again", () -> watchFrom(seen));
        }
    }

    private void handle(int number, WatchEvent event) {
        if (number != watchNumber || closed) {
            return;
        }
        heard = true;
        backoff.reset();
        ApiObject object = event.object();
        long revision = object.revision();
        switch (event.type()) {
            case ADDED, MODIFIED -> changed(object, revision);
            case DELETED -> removed(object, revision);
            case BOOKMARK -> {}
        }
        seen(revision);
    }

    private void changed(ApiObject object, long revision) {
        ApiObject known = copy.get(object.key());
        if (known != null && known.revision() >= revision) {
            return;
        }
        ApiObject before = copy.put(object);
        if (before != null && !before.uid().equals(object.uid())) { // deleted and made anew while we did not look
            tell(before, null, revision);
            before = null;
        }
        tell(before, object, revision);
    }

    private void removed(@Nullable ApiObject last, long revision) {
        if (last != null && copy.remove(last.key()) != null) {
            tell(last, null, revision);
        }
    }

    private void tell(@Nullable ApiObject before, @Nullable ApiObject after, long revision) {
        for (ChangeHandler handler : handlers) {
            handler.onChange(before, after, revision);
        }
    }

    private void seen(long revision) {
        seen = Math.max(seen, revision);
        if (waiters.isEmpty()) {
            return;
        }
        List<Waiter> due = waiters.stream().filter(w -> w.revision() <= seen).toList();
        waiters.removeAll(due);
        due.forEach(w -> w.then().run());
    }
}
