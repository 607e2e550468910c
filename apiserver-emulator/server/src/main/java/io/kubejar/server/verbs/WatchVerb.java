package io.kubejar.server.verbs;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import io.kubejar.server.storage.CacheEvent;
import io.kubejar.server.storage.CacheListener;
import io.kubejar.server.storage.Snapshot;
import io.kubejar.server.storage.WatchCache;
import org.jspecify.annotations.Nullable;

/**
 * Watches a resource. With selectors, an object that begins to fit is ADDED and one that no longer fits is DELETED.
 * Upstream: cacher.Watch and cacheWatcher.convertToWatchEvent, v1.36.
 */
public final class WatchVerb {
    /**
     * What a watch says about initial events.
     *
     * @param asked what the parameter {@code sendInitialEvents} means, "true" or "false", "" when it is not there
     * @param bookmark whether a bookmark with the initial-events-end annotation is to follow them
     */
    public record InitialEvents(String asked, boolean bookmark) {
        /** Nothing is said. */
        public static final InitialEvents UNSAID = new InitialEvents("", false);

        /** The parameter is there. */
        public static InitialEvents asked(boolean wanted, boolean bookmark) {
            return new InitialEvents(Boolean.toString(wanted), bookmark);
        }

        boolean wanted() {
            return asked.equals("true");
        }
    }

    private final VerbContext context;

    /** Works in a context. */
    public WatchVerb(VerbContext context) {
        this.context = context;
    }

    /**
     * Opens a watch. The handler is called with the cache's lock held and must only queue.
     *
     * @param initial whether the state is sent first
     */
    public ApiClient.Watch run(ResourceDef def, Call call, InitialEvents initial, WatchHandler handler) {
        ListOptions options = call.list();
        ListRules.checkWatch(options, initial.asked());
        Selection selection = Selection.of(def, call.ref().namespace(), options);
        WatchCache cache = context.store(def).cache();
        Forwarder forwarder = new Forwarder(def, selection, handler);
        String version = options.resourceVersion();
        boolean fromState = version.isEmpty() || version.equals("0");
        if (initial.asked().equals("false") && fromState) {
            return cache.listen(context.stores().etcd().revision(), forwarder)::close;
        }
        if (!fromState && !initial.wanted()) {
            return cache.listen(ListRules.revisionOfWatch(version), forwarder)::close;
        }
        long notOlder = version.equals("0")
                ? 0
                : version.isEmpty() ? context.stores().etcd().revision() : ListRules.revisionOfWatch(version);
        WatchCache.Registration[] registered = new WatchCache.Registration[1];
        forwarder.hold();
        Snapshot state = cache.snapshotAndListen(selection.keyPrefix(), notOlder, forwarder, registered);
        try {
            forwarder.release(state, initial.wanted() && initial.bookmark());
        } catch (RuntimeException | Error e) {
            registered[0].close(); // the handler is the caller's: it hears of it itself
            throw e;
        }
        return registered[0]::close;
    }

    /** Turns changes of the resource into events for one watcher. */
    private static final class Forwarder implements CacheListener {
        private final ResourceDef def;
        private final Selection selection;
        private final WatchHandler handler;
        private final java.util.List<CacheEvent> held = new java.util.ArrayList<>();
        private boolean holding;

        Forwarder(ResourceDef def, Selection selection, WatchHandler handler) {
            this.def = def;
            this.selection = selection;
            this.handler = handler;
        }

        /** Keeps events back until the state has been sent. */
        synchronized void hold() {
            holding = true;
        }

        synchronized void release(Snapshot state, boolean mark) {
            for (ApiObject object : state.objects()) {
                if (selection.matches(object)) {
                    handler.onEvent(new WatchEvent(WatchEvent.Type.ADDED, VerbContext.inVersion(def, object)));
                }
            }
            if (mark) {
                handler.onEvent(new WatchEvent(WatchEvent.Type.BOOKMARK, Bookmarks.of(def, state.revision(), true)));
            }
            holding = false;
            held.forEach(this::forward);
            held.clear();
        }

        @Override
        public synchronized void onEvent(CacheEvent event) {
            if (holding) {
                held.add(event);
            } else {
                forward(event);
            }
        }

        private void forward(CacheEvent event) {
            if (!selection.covers(event.key())) {
                return;
            }
            ApiObject before = event.before();
            ApiObject after = event.after();
            boolean did = before != null && selection.matches(before);
            boolean does = after != null && selection.matches(after);
            if (does && after != null) {
                handler.onEvent(new WatchEvent(
                        did ? WatchEvent.Type.MODIFIED : WatchEvent.Type.ADDED, VerbContext.inVersion(def, after)));
            } else if (did && before != null) {
                handler.onEvent(new WatchEvent(
                        WatchEvent.Type.DELETED, last(VerbContext.inVersion(def, before), event.revision())));
            }
        }

        private static ApiObject last(ApiObject before, long revision) {
            return Bookmarks.at(before, revision);
        }

        @Override
        public void onClose(@Nullable StatusException why) {
            handler.onClose(why);
        }
    }
}
