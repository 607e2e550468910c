package io.kubejar.core.object;

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
}
