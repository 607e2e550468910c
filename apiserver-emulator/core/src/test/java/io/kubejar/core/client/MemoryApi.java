package io.kubejar.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.informer.Lister;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.LabelSelector;
import io.kubejar.core.object.LabelSelectorParser;
import io.kubejar.core.object.ObjectKey;
import io.kubejar.core.object.Times;
import io.kubejar.core.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * An API without a server, for tests of loops: objects of any resource in memory, with revisions, generated names, uids,
 * generations, finalizers and optimistic concurrency. No validation, no defaults, no grace period. Labels select, fields
 * do not; of the patches only merge. The same seed gives the same names and uids. Thread-safe; watchers are called by the
 * writer.
 */
@NullMarked
public final class MemoryApi implements ApiClient {
    /** Told of each write before it is carried out; throws to refuse it. */
    @FunctionalInterface
    public interface Gate {
        /** One write: {@code create}, {@code update}, {@code patch} or {@code delete}. */
        void pass(String verb, ResourceRef ref, @Nullable ApiObject object);
    }

    private record Event(Gvr resource, WatchEvent event) {}

    private final class Watcher implements Watch {
        private final ResourceRef ref;
        private final LabelSelector labels;
        private final WatchHandler handler;

        Watcher(ResourceRef ref, LabelSelector labels, WatchHandler handler) {
            this.ref = ref;
            this.labels = labels;
            this.handler = handler;
        }

        void tell(Event event) {
            ApiObject object = event.event().object();
            if (event.resource().equals(ref.resource()) && isIn(ref, object) && labels.matches(object)) {
                handler.onEvent(event.event());
            }
        }

        @Override
        public void close() {
            watchers.remove(this);
        }
    }

    private final Clock clock;
    private final Chance chance;
    private final Map<Gvr, TreeMap<ObjectKey, ApiObject>> store = new java.util.HashMap<>();
    private final List<Event> log = new ArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private Gate gate = (verb, ref, object) -> {};
    private long revision = 1;

    /** An empty store. */
    public MemoryApi(Clock clock, long seed) {
        this.clock = clock;
        this.chance = Chance.seeded(seed);
    }

    /** Asks the gate before every write from now on. */
    public synchronized void gate(Gate newGate) {
        gate = newGate;
    }

    /** What is stored of a resource now. */
    public synchronized Lister lister(Gvr resource) {
        return Lister.of(List.copyOf(of(resource).values()));
    }

    /** Changes an object as somebody with every right would, its status included. */
    public synchronized ApiObject set(ResourceRef ref, UnaryOperator<ApiObject> change) {
        return put(ref.resource(), bumped(change.apply(existing(ref))), WatchEvent.Type.MODIFIED);
    }

    @Override
    public synchronized ApiObject get(ResourceRef ref) {
        return existing(ref);
    }

    @Override
    public synchronized ObjectList list(ResourceRef ref, ListOptions options) {
        LabelSelector labels = selector(options.labelSelector());
        List<ApiObject> items = of(ref.resource()).values().stream()
                .filter(o -> isIn(ref, o) && labels.matches(o))
                .toList();
        return new ObjectList(items, revision, "");
    }

    @Override
    public synchronized Watch watch(ResourceRef ref, WatchOptions options, WatchHandler handler) {
        Watcher watcher = new Watcher(ref, selector(options.labelSelector()), handler);
        List.copyOf(log).stream()
                .filter(e -> e.event().object().revision() > options.fromRevision())
                .forEach(watcher::tell);
        watchers.add(watcher);
        return watcher;
    }

    @Override
    public synchronized ApiObject create(ResourceRef ref, ApiObject object, WriteOptions options) {
        gate.pass("create", ref, object);
        if (ref.subresource().equals("binding")) {
            return bind(ref, object);
        }
        if (!ref.subresource().isEmpty()) {
            throw new UnsupportedOperationException("create at " + ref.path());
        }
        String prefix = Json.textOr(object.metadata(), "", "generateName");
        String name = object.name().isEmpty() ? prefix + chance.suffix(5) : object.name();
        if (of(ref.resource()).containsKey(new ObjectKey(ref.namespace(), name))) {
            throw StatusException.alreadyExists(ref.resource(), name);
        }
        ApiObject made = bumped(object.edit(root -> {
            ObjectNode meta = Json.child(root, "metadata");
            meta.put("name", name);
            if (!ref.namespace().isEmpty()) {
                meta.put("namespace", ref.namespace());
            }
            meta.put("uid", chance.uuid().toString()).put("generation", 1);
            meta.put("creationTimestamp", Times.format(clock.now()));
        }));
        return put(ref.resource(), made, WatchEvent.Type.ADDED);
    }

    /** Sets the node of a pod that has none. */
    private ApiObject bind(ResourceRef ref, ApiObject binding) {
        ApiObject pod = existing(ref);
        String node = Json.textOr(binding.tree(), "", "target", "name");
        if (pod.spec().hasNonNull("nodeName")) {
            throw StatusException.conflict(ref.resource(), ref.name(), "pod " + ref.name() + " is already assigned");
        }
        set(
                new ResourceRef(ref.resource(), ref.namespace(), ref.name(), ""),
                old -> old.edit(root -> Json.child(root, "spec").put("nodeName", node)));
        return binding;
    }

    @Override
    public synchronized ApiObject update(ResourceRef ref, ApiObject object, WriteOptions options) {
        gate.pass("update", ref, object);
        ApiObject before = existing(ref);
        if (!object.resourceVersion().isEmpty() && !object.resourceVersion().equals(before.resourceVersion())) {
            throw StatusException.modified(ref.resource(), ref.name());
        }
        return replace(ref, before, object);
    }

    @Override
    public synchronized ApiObject patch(ResourceRef ref, Patch patch, WriteOptions options) {
        if (patch.type() != Patch.Type.MERGE) {
            throw new UnsupportedOperationException("patch of type " + patch.type());
        }
        ApiObject before = existing(ref);
        ApiObject after = before.edit(root -> merge(root, patch.body()));
        gate.pass("patch", ref, after);
        if (!after.uid().equals(before.uid()) || !after.resourceVersion().equals(before.resourceVersion())) {
            throw StatusException.modified(ref.resource(), ref.name());
        }
        return replace(ref, before, after);
    }

    @Override
    public synchronized ApiObject delete(ResourceRef ref, DeleteOptions options) {
        gate.pass("delete", ref, null);
        ApiObject before = existing(ref);
        if (!options.uid().isEmpty() && !options.uid().equals(before.uid())) {
            throw StatusException.conflict(ref.resource(), ref.name(), "the UID in the precondition is another one");
        }
        if (before.finalizers().isEmpty()) {
            return remove(ref.resource(), before);
        }
        if (before.isTerminating()) {
            return before;
        }
        return put(
                ref.resource(),
                bumped(before.edit(
                        root -> Json.child(root, "metadata").put("deletionTimestamp", Times.format(clock.now())))),
                WatchEvent.Type.MODIFIED);
    }

    @Override
    public synchronized void deleteCollection(ResourceRef ref, DeleteOptions options, ListOptions which) {
        list(ref, which).items().forEach(o -> delete(ResourceRef.to(ref.resource(), o), options));
    }

    /** By the address of the status no spec is written, by the object's own no status; as upstream's strategies do. */
    private ApiObject replace(ResourceRef ref, ApiObject before, ApiObject wanted) {
        String kept = ref.subresource().equals("status") ? "spec" : "status";
        JsonNode part = before.tree().path(kept);
        ApiObject after = wanted.edit(root -> {
            root.remove(kept);
            if (!part.isMissingNode()) {
                root.set(kept, part.deepCopy());
            }
            ObjectNode meta = Json.child(root, "metadata");
            for (String field : new String[] {"uid", "creationTimestamp", "generation", "resourceVersion"}) {
                meta.set(field, before.metadata().get(field));
            }
            if (!before.spec().equals(root.path("spec"))) {
                meta.put("generation", (int) before.generation() + 1);
            }
        });
        if (after.equals(before)) {
            return before;
        }
        boolean last = after.isTerminating() && after.finalizers().isEmpty();
        return last ? remove(ref.resource(), after) : put(ref.resource(), bumped(after), WatchEvent.Type.MODIFIED);
    }

    private ApiObject existing(ResourceRef ref) {
        ApiObject object = of(ref.resource()).get(new ObjectKey(ref.namespace(), ref.name()));
        if (object == null) {
            throw StatusException.notFound(ref.resource(), ref.name());
        }
        return object;
    }

    private TreeMap<ObjectKey, ApiObject> of(Gvr resource) {
        return store.computeIfAbsent(resource, r -> new TreeMap<>());
    }

    private ApiObject bumped(ApiObject object) {
        revision++;
        return object.edit(root -> Json.child(root, "metadata").put("resourceVersion", Long.toString(revision)));
    }

    private ApiObject put(Gvr resource, ApiObject object, WatchEvent.Type type) {
        of(resource).put(object.key(), object);
        publish(new Event(resource, new WatchEvent(type, object)));
        return object;
    }

    private ApiObject remove(Gvr resource, ApiObject object) {
        ApiObject last = bumped(object);
        of(resource).remove(object.key());
        publish(new Event(resource, new WatchEvent(WatchEvent.Type.DELETED, last)));
        return last;
    }

    private void publish(Event event) {
        log.add(event);
        watchers.forEach(w -> w.tell(event));
    }

    private static boolean isIn(ResourceRef ref, ApiObject object) {
        return (ref.namespace().isEmpty() || ref.namespace().equals(object.namespace()))
                && (ref.name().isEmpty() || ref.name().equals(object.name()));
    }

    private static LabelSelector selector(String text) {
        return text.isEmpty() ? LabelSelector.EVERYTHING : LabelSelectorParser.parse(text);
    }

    /** RFC 7396. */
    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties().forEach(e -> {
            JsonNode value = e.getValue();
            if (value.isNull()) {
                target.remove(e.getKey());
            } else if (value.isObject()) {
                merge(Json.child(target, e.getKey()), value);
            } else {
                target.set(e.getKey(), value.deepCopy());
            }
        });
    }
}
