package io.kubejar.cluster.history;

import io.etcd.jetcd.Client;
import io.kubejar.cluster.Timeline;
import io.kubejar.cluster.explain.Explainer;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.object.ApiObject;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where a cluster's past is read. Thread-safe. */
public final class Archive {
    private final StoreReader reader;
    private final Catalog catalog;
    private final Timeline timeline;
    private final Supplier<Instant> now;
    private final Function<ApiObject, OptionalInt> refused;

    /**
     * Reads the store below a cluster.
     *
     * @param timeline who wrote what and when
     * @param now the cluster's clock
     * @param refused the port of a pod at which the last connection that failed was refused
     */
    public Archive(
            Client etcd,
            Catalog catalog,
            Timeline timeline,
            Supplier<Instant> now,
            Function<ApiObject, OptionalInt> refused) {
        this.reader = new StoreReader(etcd);
        this.catalog = catalog;
        this.timeline = timeline;
        this.now = now;
        this.refused = refused;
    }

    /** The store's revision now. */
    public long revision() {
        return reader.revision();
    }

    /**
     * The store at a revision.
     *
     * @throws io.kubejar.core.error.StatusException in etcd's words when it has been compacted, or is yet to come
     */
    public View at(long revision) {
        if (revision <= 0) {
            throw new IllegalArgumentException("a revision must be positive: " + revision);
        }
        reader.get(StoreReader.ROOT, revision); // refuses at once what cannot be read
        return new View(catalog, reader, revision);
    }

    /**
     * The store as it was at an instant: after the last write that is known to be not younger.
     *
     * @throws IllegalArgumentException when no write is known from so long ago, or the instant is yet to come
     */
    public View at(Instant instant) {
        if (instant.isAfter(now.get())) {
            throw new IllegalArgumentException(instant + " is yet to come: it is " + now.get());
        }
        long last = 0;
        boolean younger = false;
        for (Timeline.Entry entry : timeline.entries()) {
            if (entry.time().isAfter(instant)) {
                younger = true;
            } else {
                last = Math.max(last, entry.revision());
            }
        }
        if (last == 0) {
            throw new IllegalArgumentException("nothing is known of a write at " + instant + " or before");
        }
        return at(younger ? last : reader.revision());
    }

    /** Why an object is there and why it is not as it should be, as of now; several lines. */
    public String explain(String resource, String namespace, String name) {
        View view = at(reader.revision());
        ApiObject object = view.get(resource, namespace, name);
        String path = ResourceRef.to(catalog.byName().apply(resource), object).path();
        return Explainer.of(object, path, timeline, new Present(view, refused));
    }

    /** All that happened so far. */
    public History history() {
        return History.of(catalog, reader.recording(), timeline);
    }
}
