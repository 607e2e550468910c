package io.kubejar.core.object;

import org.jspecify.annotations.Nullable;

/** A resource of the API: group, version and plural name, as {@code apps/v1 deployments}. The core group is "". */
public record Gvr(String group, String version, String resource) {
    /** The {@code apiVersion} of objects of this resource: {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The resource as messages name it: {@code pods} or {@code deployments.apps}. */
    public String groupResource() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    @Override
    public String toString() {
        return groupResource() + "/" + version;
    }

    // By hand: what the compiler makes for a record is linked at run time, which a cold JVM pays for.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Gvr that
                && group.equals(that.group)
                && version.equals(that.version)
                && resource.equals(that.resource);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * group.hashCode() + version.hashCode()) + resource.hashCode();
    }
}
