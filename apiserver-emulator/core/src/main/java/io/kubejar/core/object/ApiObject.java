package io.kubejar.core.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object of any kind: its JSON and the tree of it, parsed at most once and shared by every reader.
 *
 * <p>It is a value. The tree that {@link #tree()} gives must never be changed by the one who reads it; {@link #edit}
 * makes a new object from a copy. Safe to share between threads.
 */
public final class ApiObject {
    private volatile @Nullable ObjectNode tree;
    private volatile byte @Nullable [] json;

    private ApiObject(@Nullable ObjectNode tree, byte @Nullable [] json) {
        this.tree = tree;
        this.json = json;
    }

    /** Wraps a tree, which belongs to the object from now on: the caller must not change it again. */
    public static ApiObject of(ObjectNode tree) {
        return new ApiObject(tree, null);
    }

    /** Wraps the JSON of an object, parsed when it is first read. The bytes must not be changed again. */
    public static ApiObject ofJson(byte[] json) {
        return new ApiObject(null, json);
    }

    /** Parses text; for tests and embedded manifests. */
    public static ApiObject ofJson(String json) {
        return of((ObjectNode) Json.parse(json));
    }

    /** A new object with a name, to be completed with {@link #edit}. */
    public static ApiObject of(Gvk kind, String namespace, String name) {
        ObjectNode root = Json.object();
        root.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode meta = root.putObject("metadata");
        meta.put("name", name);
        if (!namespace.isEmpty()) {
            meta.put("namespace", namespace);
        }
        return of(root);
    }

    /** The object's tree. Shared: never change it, use {@link #edit}. */
    public ObjectNode tree() {
        ObjectNode parsed = tree;
        if (parsed == null) {
            parsed = (ObjectNode) Json.parse(json());
            tree = parsed;
        }
        return parsed;
    }

    /** The object's compact JSON in UTF-8. Shared: never change it. */
    public byte[] json() {
        byte[] bytes = json;
        if (bytes == null) {
            bytes = Json.bytes(tree());
            json = bytes;
        }
        return bytes;
    }

    /** A new object: a copy of this one's tree after the edit. */
    public ApiObject edit(Consumer<ObjectNode> edit) {
        ObjectNode copy = tree().deepCopy();
        edit.accept(copy);
        return of(copy);
    }

    /** A new object with another {@code status}; everything else is shared with this one. */
    public ApiObject withStatus(JsonNode status) {
        ObjectNode copy = Json.object();
        copy.setAll(tree());
        copy.set("status", status);
        return of(copy);
    }

    /** {@code apiVersion}, or "" when it is missing. */
    public String apiVersion() {
        return Json.textOr(tree(), "", "apiVersion");
    }

    /** {@code kind}, or "" when it is missing. */
    public String kind() {
        return Json.textOr(tree(), "", "kind");
    }

    /** Group, version and kind. */
    public Gvk gvk() {
        return Gvk.of(apiVersion(), kind());
    }

    /** {@code metadata}; a missing node when there is none. */
    public JsonNode metadata() {
        return tree().path("metadata");
    }

    /** {@code metadata.name}, or "". */
    public String name() {
        return Json.textOr(metadata(), "", "name");
    }

    /** {@code metadata.namespace}, or "" for a cluster-scoped object. */
    public String namespace() {
        return Json.textOr(metadata(), "", "namespace");
    }

    /** Namespace and name. */
    public ObjectKey key() {
        return new ObjectKey(namespace(), name());
    }

    /** {@code metadata.uid}, or "". */
    public String uid() {
        return Json.textOr(metadata(), "", "uid");
    }

    /** {@code metadata.resourceVersion}, or "". */
    public String resourceVersion() {
        return Json.textOr(metadata(), "", "resourceVersion");
    }

    /** {@code metadata.resourceVersion} as the store's revision, or 0 when there is none. */
    public long revision() {
        String text = resourceVersion();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** {@code metadata.generation}, or 0. */
    public long generation() {
        return Json.number(metadata(), 0, "generation");
    }

    /** {@code metadata.labels} in order; empty when there are none. */
    public Map<String, String> labels() {
        return Json.map(metadata().path("labels"));
    }

    /** The value of one label, or null. */
    public @Nullable String label(String key) {
        return Json.text(metadata(), "labels", key);
    }

    /** {@code metadata.annotations} in order; empty when there are none. */
    public Map<String, String> annotations() {
        return Json.map(metadata().path("annotations"));
    }

    /** The value of one annotation, or null. */
    public @Nullable String annotation(String key) {
        return Json.text(metadata(), "annotations", key);
    }

    /** {@code metadata.finalizers}; empty when there are none. */
    public List<String> finalizers() {
        return Json.strings(metadata().path("finalizers"));
    }

    /** {@code metadata.ownerReferences}; empty when there are none. */
    public List<OwnerReference> ownerReferences() {
        List<OwnerReference> out = new ArrayList<>();
        metadata().path("ownerReferences").forEach(n -> out.add(OwnerReference.of(n)));
        return out;
    }

    /** The owner reference with {@code controller: true}, or null. Upstream: metav1.GetControllerOf. */
    public @Nullable OwnerReference controller() {
        for (JsonNode n : metadata().path("ownerReferences")) {
            if (n.path("controller").booleanValue()) {
                return OwnerReference.of(n);
            }
        }
        return null;
    }

    /** Whether the object with this uid is the controller of this one. */
    public boolean isControlledBy(String uid) {
        OwnerReference controller = controller();
        return controller != null && controller.uid().equals(uid);
    }

    /** {@code metadata.creationTimestamp}, or null. */
    public @Nullable Instant created() {
        return Times.parse(Json.text(metadata(), "creationTimestamp"));
    }

    /** {@code metadata.deletionTimestamp}, or null while nobody deletes it. */
    public @Nullable Instant deletionTimestamp() {
        return Times.parse(Json.text(metadata(), "deletionTimestamp"));
    }

    /** Whether the object is being deleted. */
    public boolean isTerminating() {
        return metadata().hasNonNull("deletionTimestamp");
    }

    /** {@code spec}; a missing node when there is none. */
    public JsonNode spec() {
        return tree().path("spec");
    }

    /** {@code status}; a missing node when there is none. */
    public JsonNode status() {
        return tree().path("status");
    }

    /** What stands at the path of member names; a missing node when there is nothing. */
    public JsonNode at(String... path) {
        return Json.at(tree(), path);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiObject that && tree().equals(that.tree());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return kind() + " " + key() + "@" + resourceVersion();
    }
}
