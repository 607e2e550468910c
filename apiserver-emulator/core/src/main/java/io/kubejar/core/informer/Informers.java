package io.kubejar.core.informer;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.loop.Loops;
import io.kubejar.core.object.Gvr;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The informers of one program: one for each resource, made and started when it is first asked for. Thread-safe. */
public final class Informers implements Listers, AutoCloseable {
    private final String owner;
    private final ApiClient client;
    private final Loops loops;
    private final Map<Gvr, Informer> informers = new ConcurrentHashMap<>();

    /** Reads through the client; the owner's name is for diagnostics. */
    public Informers(String owner, ApiClient client, Loops loops) {
        this.owner = owner;
        this.client = client;
        this.loops = loops;
    }

    /** The informer of a resource. */
    public Informer informer(Gvr resource) {
        return informers.computeIfAbsent(resource, r -> {
            Informer informer = new Informer(r, client, loops.loop(owner + "-informer-" + r.resource()));
            informer.start();
            return informer;
        });
    }

    @Override
    public Lister of(Gvr resource) {
        return informer(resource).lister();
    }

    /**
     * Views of the copies that are kept at the moment: a resource without an informer shows as empty and gets none. For
     * whoever looks at resources that come and go: asking {@link #of} about one that has just gone would keep listing what
     * is no longer served.
     */
    public Listers kept() {
        return resource -> {
            Informer informer = informers.get(resource);
            return informer == null ? Lister.of() : informer.lister();
        };
    }

    /** Those that exist. */
    public Collection<Informer> all() {
        return List.copyOf(informers.values());
    }

    /** Whether every informer has its first list. */
    public boolean allSynced() {
        return informers.values().stream().allMatch(Informer::isSynced);
    }

    /** Stops one informer and forgets it; without effect when there is none. */
    public void remove(Gvr resource) {
        Informer informer = informers.remove(resource);
        if (informer != null) {
            informer.close();
        }
    }

    @Override
    public void close() {
        informers.values().forEach(Informer::close);
    }
}
