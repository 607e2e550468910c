package io.kubejar.server.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.WatchEvent;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.loop.Loop;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.verbs.Bookmarks;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One watch over HTTP: events are queued where they happen and written on a loop of the stream's own, as fast as the
 * client takes them. A client that falls too far behind is cut off and resumes by its last resourceVersion.
 */
final class WatchStream implements WatchHandler {
    private static final int QUEUE_MAX = 20_000;

    /** Where the events go: a chunked body or a WebSocket. */
    interface Sink {
        void write(byte[] event);

        boolean isWritable();

        void close();
    }

    private final ResourceDef def;
    private final Forms forms;
    private final MediaType type;
    private final String includeObject;
    private final Sink sink;
    private final Loop loop;
    private final boolean bookmarks;
    private final Queue<WatchEvent> queue = new ArrayDeque<>(); // guarded by this
    private long newest; // guarded by this: the revision of what was queued last
    private boolean firstTable = true; // on the loop
    private boolean ended; // guarded by this
    private @Nullable StatusException error; // guarded by this
    private ApiClient.@Nullable Watch watch; // guarded by this

    WatchStream(
            ResourceDef def,
            Forms forms,
            MediaType type,
            String includeObject,
            boolean bookmarks,
            Sink sink,
            Loop loop) {
        this.def = def;
        this.forms = forms;
        this.type = type;
        this.includeObject = includeObject;
        this.bookmarks = bookmarks;
        this.sink = sink;
        this.loop = loop;
    }

    /** Tells what to close when the client goes. */
    synchronized void attach(ApiClient.Watch opened) {
        watch = opened;
        if (ended) {
            opened.close();
        }
    }

    @Override
    public synchronized void onEvent(WatchEvent event) {
        if (ended) {
            return;
        }
        if (queue.size() >= QUEUE_MAX) {
            end(null);
            return;
        }
        newest = Math.max(newest, event.object().revision());
        queue.add(event);
        loop.execute(this::drain);
    }

    /** Queues a bookmark, unless something newer was queued already. */
    synchronized void bookmark(long revision) {
        if (bookmarks && revision >= newest && !ended) {
            onEvent(new WatchEvent(WatchEvent.Type.BOOKMARK, Bookmarks.of(def, revision, false)));
        }
    }

    @Override
    public synchronized void onClose(@Nullable StatusException why) {
        end(why);
    }

    /** Ends the stream after what is queued; with an ERROR event when there is a reason. */
    synchronized void end(@Nullable StatusException why) {
        if (!ended) {
            ended = true;
            error = why;
            ApiClient.Watch open = watch;
            if (open != null) {
                loop.execute(open::close);
            }
            loop.execute(this::drain);
        }
    }

    /** Writes what the client takes; called again when it takes more. */
    void drain() {
        while (sink.isWritable()) {
            WatchEvent event;
            synchronized (this) {
                event = queue.poll();
                if (event == null) {
                    finish();
                    return;
                }
            }
            String name = event.type().name();
            sink.write(
                    type.isPlainJson()
                            ? Wire.jsonEvent(name, event.object().json())
                            : Wire.event(name, form(event), type));
        }
    }

    /** Whether no event waits to be written. */
    synchronized boolean isDrained() {
        return queue.isEmpty();
    }

    /** Asked for more of them when the sink becomes writable. */
    void writable() {
        loop.execute(this::drain);
    }

    private void finish() {
        if (!ended) {
            return;
        }
        if (error != null) {
            sink.write(Wire.event("ERROR", error.status(), type));
            error = null;
        }
        sink.close();
    }

    /** The forms other than the object as it is. */
    private JsonNode form(WatchEvent event) {
        ApiObject object = event.object();
        if (type.isTable()) {
            ObjectNode table = forms.table(def, List.of(object), includeObject, firstTable);
            Json.child(table, "metadata").put("resourceVersion", object.resourceVersion());
            firstTable = false;
            return table;
        }
        return type.isPartial() ? Forms.partial(object) : object.tree();
    }
}
