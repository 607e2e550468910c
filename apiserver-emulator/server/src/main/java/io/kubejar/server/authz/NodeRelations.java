package io.kubejar.server.authz;

/** What the pods of a node use. */
@FunctionalInterface
public interface NodeRelations {
    /**
     * Whether a pod that is bound to the node uses the object, or is it.
     *
     * @param resource the plural: secrets, configmaps, pods, serviceaccounts, persistentvolumeclaims, …
     * @param namespace "" for an object outside of namespaces
     */
    boolean uses(String node, String resource, String namespace, String name);
}
