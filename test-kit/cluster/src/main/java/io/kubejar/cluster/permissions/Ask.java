package io.kubejar.cluster.permissions;

import io.kubejar.server.authz.Attributes;

/**
 * A kind of request that somebody made.
 *
 * @param namespace "" for what is not in a namespace, or for all of them
 * @param resource with its subresource, as in {@code pods/log}; "" for a path
 * @param path of a request that is for no resource, else ""
 */
record Ask(String namespace, String verb, String group, String resource, String path) {
    static Ask of(Attributes asked) {
        boolean namespaceItself = asked.group().isEmpty() && asked.resource().equals("namespaces");
        return new Ask(
                namespaceItself ? "" : asked.namespace(),
                asked.verb(),
                asked.group(),
                asked.isResource() ? asked.combinedResource() : "",
                asked.path());
    }

    /** The same in all namespaces. */
    Ask everywhere() {
        return new Ask("", verb, group, resource, path);
    }

    /** {@code list pods in default}, {@code get deployments.apps}, {@code get /version}. */
    @Override
    public String toString() {
        if (resource.isEmpty()) {
            return verb + " " + path;
        }
        int slash = resource.indexOf('/');
        String plural = slash < 0 ? resource : resource.substring(0, slash);
        String sub = slash < 0 ? "" : resource.substring(slash);
        return verb + " " + plural + (group.isEmpty() ? "" : "." + group) + sub
                + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
