package io.kubejar.core.object;

import org.jspecify.annotations.Nullable;

/** Namespace and name of an object; the namespace of cluster-scoped objects is "". */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
    /** The key of an object. */
    public static ObjectKey of(ApiObject object) {
        return new ObjectKey(object.namespace(), object.name());
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    // By hand: what the compiler makes for a record is linked at run time, which a cold JVM pays for.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectKey that && namespace.equals(that.namespace) && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + name.hashCode();
    }
}
