package io.kubejar.core.object;

import org.jspecify.annotations.Nullable;

/** A kind of the API: group, version and kind, as {@code apps/v1 Deployment}. The core group is "". */
public record Gvk(String group, String version, String kind) {
    /** Splits an {@code apiVersion} at its slash. */
    public static Gvk of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new Gvk("", apiVersion, kind)
                : new Gvk(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /** The {@code apiVersion} of objects of this kind: {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The kind as messages name it: {@code Pod} or {@code Deployment.apps}. */
    public String groupKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    // By hand: what the compiler makes for a record is linked at run time, which a cold JVM pays for.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Gvk that
                && group.equals(that.group)
                && version.equals(that.version)
                && kind.equals(that.kind);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * group.hashCode() + version.hashCode()) + kind.hashCode();
    }
}
