package io.kubejar.server.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one value, of a built-in kind or of a custom one. Immutable and safe to share; what it refers to is
 * loaded when it is first asked for. Facts of the place (a field's merge key, its default) and of the type that stands
 * there are seen through the same object.
 */
public final class Schema {
    /** What a value is. */
    public enum Kind {
        /** An object with named fields. */
        OBJECT,
        /** An object with free keys and values of one schema. */
        MAP,
        LIST,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        /** Text that carries base64. */
        BYTES,
        INT_OR_STRING,
        QUANTITY,
        /** A time to the second. */
        TIME,
        /** A time to the microsecond. */
        MICRO_TIME,
        /** Any JSON. */
        ANY
    }

    private final Facts facts;
    private final @Nullable Supplier<Schema> reference;
    private volatile @Nullable Schema target;

    private Schema(Facts facts, @Nullable Supplier<Schema> reference) {
        this.facts = facts;
        this.reference = reference;
    }

    /** A schema of its own. The facts must not be changed any more. */
    static Schema of(Facts facts) {
        return new Schema(facts, null);
    }

    /** A place where a named type stands, with facts of the place. */
    static Schema referring(Facts facts, Supplier<Schema> type) {
        return new Schema(facts, type);
    }

    private Schema type() {
        Supplier<Schema> from = reference;
        if (from == null) {
            return this;
        }
        Schema found = target;
        if (found == null) {
            found = from.get();
            target = found;
        }
        return found;
    }

    /** What the value is. */
    public Kind kind() {
        return type().facts.kind;
    }

    /** The whole name of the type, for example {@code io.k8s.api.core.v1.Pod}; "" when it has none. */
    public String name() {
        return type().facts.name;
    }

    /** The named fields in alphabetical order; empty for anything but {@link Kind#OBJECT}. */
    public Map<String, Schema> properties() {
        return type().facts.properties;
    }

    /** The field of this name, or null. */
    public @Nullable Schema property(String name) {
        return type().facts.properties.get(name);
    }

    /** The schema of the elements; null for anything but a list, and for a list of anything. */
    public @Nullable Schema items() {
        return type().facts.items;
    }

    /** The schema of the values of free keys; null when there are none or they are anything. */
    public @Nullable Schema additionalProperties() {
        return type().facts.values;
    }

    /** The names of the fields that must be there. */
    public List<String> required() {
        return type().facts.required;
    }

    /** The JSON type: {@code object}, {@code array}, {@code string}, …; "" for {@link Kind#ANY}. */
    public String jsonType() {
        return type().facts.jsonType();
    }

    /** {@code format}, or "". */
    public String format() {
        return facts.format.isEmpty() ? type().facts.format : facts.format;
    }

    /** The values that are allowed; empty when that is not fixed. */
    public List<String> enumValues() {
        return facts.enumValues;
    }

    /** {@code default}, or null. Shared: never change it. */
    public @Nullable JsonNode defaultValue() {
        return facts.defaultValue;
    }

    /** Whether null is a value here. */
    public boolean nullable() {
        return facts.nullable;
    }

    /** Whether a number and text are both right. */
    public boolean isIntOrString() {
        return kind() == Kind.INT_OR_STRING;
    }

    /** {@code x-kubernetes-preserve-unknown-fields}: fields without a schema are kept. */
    public boolean preservesUnknownFields() {
        return type().facts.preserveUnknown;
    }

    /** {@code x-kubernetes-embedded-resource}: the value is a whole object with apiVersion, kind and metadata. */
    public boolean isEmbeddedResource() {
        return facts.embeddedResource;
    }

    /** The field by which a strategic merge patch tells elements apart, or null. */
    public @Nullable String patchMergeKey() {
        return facts.mergeKey;
    }

    /** The patch strategies: {@code merge}, {@code replace}, {@code retainKeys}; usually empty. */
    public List<String> patchStrategies() {
        return facts.patchStrategies;
    }

    /** {@code atomic}, {@code set} or {@code map}; atomic unless it is declared. Means nothing for what is no list. */
    public String listType() {
        String own = facts.listType;
        return own == null ? "atomic" : own;
    }

    /** The declared list type, or null. */
    public @Nullable String declaredListType() {
        return facts.listType;
    }

    /** The fields that together name an element of a list of type {@code map}. */
    public List<String> listMapKeys() {
        return facts.listMapKeys;
    }

    /** Whether an object or map has one owner as a whole ({@code x-kubernetes-map-type: atomic}). */
    public boolean isAtomicMap() {
        return "atomic".equals(facts.mapType) || "atomic".equals(type().facts.mapType);
    }

    /** Whether a named type stands here, as {@link #name()} says. */
    public boolean isReference() {
        return reference != null;
    }

    /** {@code x-kubernetes-map-type} as it is declared at this very place, or null. */
    public @Nullable String declaredMapType() {
        return facts.mapType;
    }

    /** {@code x-kubernetes-unions} of the type, or null. Shared: never change it. */
    public @Nullable JsonNode unions() {
        return type().facts.unions;
    }

    /** The schema document of a custom resource that this was read from, or null. Shared: never change it. */
    public @Nullable JsonNode source() {
        return facts.source;
    }

    /** What Go's JSON package does with this place. */
    Facts facts() {
        return facts;
    }

    /** The facts of the type that stands here. */
    Facts typeFacts() {
        return type().facts;
    }

    @Override
    public String toString() {
        return name().isEmpty() ? kind().toString() : name();
    }
}
