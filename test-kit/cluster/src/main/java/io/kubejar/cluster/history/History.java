package io.kubejar.cluster.history;

import io.kubejar.cluster.Timeline;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.Resources;
import io.kubejar.server.registry.ResourceDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that happened to the objects of a cluster, as far as etcd has kept it, with who did it. A value: what happens
 * after it was taken is not in it. Claims throw {@link AssertionError} that tells what happened.
 *
 * <pre>{@code
 * long mark = cluster.revision();
 * cluster.apply(newImage);
 * cluster.settle();
 * History history = cluster.history().since(mark);
 * history.podsOf("deployments", "default", "web").neverWithout(Condition.isTrue("Ready")).neverMoreThan(4);
 * history.of("pods", "default", "web-0").first(Condition.has("spec", "nodeName")).then(Condition.isTrue("Ready"));
 * }</pre>
 */
public final class History {
    private final Catalog catalog;
    private final Recording recording;
    private final Timeline timeline;
    private final Map<Long, Timeline.Entry> writes;
    private final long since;
    private final long until;

    private History(
            Catalog catalog,
            Recording recording,
            Timeline timeline,
            Map<Long, Timeline.Entry> writes,
            long since,
            long until) {
        this.catalog = catalog;
        this.recording = recording;
        this.timeline = timeline;
        this.writes = writes;
        this.since = since;
        this.until = until;
    }

    static History of(Catalog catalog, Recording recording, Timeline timeline) {
        Map<Long, Timeline.Entry> writes = new HashMap<>();
        timeline.entries().forEach(entry -> writes.putIfAbsent(entry.revision(), entry));
        return new History(catalog, recording, timeline, writes, recording.from(), recording.to());
    }

    /**
     * What happened after a revision; how it stood then is where it begins.
     *
     * @throws StatusException in etcd's words when so old a revision is no longer kept
     */
    public History since(long revision) {
        if (revision < recording.from()) {
            throw StatusException.expired("etcdserver: mvcc: required revision has been compacted");
        }
        return new History(catalog, recording, timeline, writes, revision, until);
    }

    /** What happened up to a revision. */
    public History until(long revision) {
        return new History(catalog, recording, timeline, writes, since, Math.min(until, revision));
    }

    /** All states of an object; the resource by any of its names. */
    public ObjectHistory of(String resource, String namespace, String name) {
        ResourceDef def = catalog.named(resource);
        List<State> states = states(def, recording.of(def.storageKey(namespace, name)));
        String what = def.resource().groupResource() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
        return new ObjectHistory(what, since, states, state -> Story.because(timeline, state.write()));
    }

    /** All objects of a resource in a namespace; "" for all namespaces. */
    public ObjectsHistory all(String resource, String namespace) {
        ResourceDef def = catalog.named(resource);
        Map<String, List<State>> byKey = new LinkedHashMap<>();
        for (List<Stored> stored : recording.below(Catalog.prefix(def, namespace))) {
            List<State> states = states(def, stored);
            if (!states.isEmpty()) {
                byKey.put(stored.get(0).key(), states);
            }
        }
        String what = def.resource().groupResource() + (namespace.isEmpty() ? "" : " in " + namespace);
        return new ObjectsHistory(what, since, byKey, state -> Story.because(timeline, state.write()));
    }

    /**
     * The pods that the selector of a Deployment or another workload selects, by its last selector; those that are being
     * deleted count until they are gone.
     */
    public ObjectsHistory podsOf(String resource, String namespace, String name) {
        ApiObject owner = null;
        for (State state : of(resource, namespace, name).states()) {
            owner = state.object() == null ? owner : state.object();
        }
        if (owner == null) {
            throw StatusException.notFound(catalog.named(resource).resource(), name);
        }
        LabelSelector selector = LabelSelector.of(owner.spec().path("selector"));
        return all(Resources.PODS.resource(), namespace)
                .where(Condition.of("of " + owner.kind() + " " + name, selector::matches));
    }

    /** The writes after its beginning, without the signs of life of nodes. */
    public List<Timeline.Entry> writes() {
        return timeline.entries(
                entry -> entry.revision() > since && entry.revision() <= until && !entry.isSignOfLife());
    }

    /** Claims that nothing was written after its beginning but signs of life of nodes: {@code history().since(rest).isQuiet()}. */
    public History isQuiet() {
        List<Timeline.Entry> found = writes();
        if (!found.isEmpty()) {
            List<String> lines = new ArrayList<>();
            found.forEach(entry -> lines.add(entry.toString()));
            Timeline.Entry first = found.get(0);
            Story.because(timeline, first).stream().skip(1).forEach(lines::add);
            String count = found.size() == 1 ? "there was 1 write" : "there were " + found.size() + " writes";
            throw Story.failure("nothing should have been written after revision " + since, count, lines);
        }
        return this;
    }

    /** The states within the bounds, begun by the last one before them. */
    private List<State> states(ResourceDef def, List<Stored> stored) {
        List<State> out = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            Stored one = stored.get(i);
            boolean over = i + 1 < stored.size() && stored.get(i + 1).revision() <= since;
            if (!over && one.revision() <= until) {
                ApiObject object = one.object();
                ApiObject shown = object == null ? null : Catalog.inVersion(def, object);
                out.add(new State(one.revision(), shown, writes.get(one.revision())));
            }
        }
        return out;
    }

    /** The first and the last revision. */
    @Override
    public String toString() {
        return "what happened after revision " + since + " up to " + until;
    }
}
