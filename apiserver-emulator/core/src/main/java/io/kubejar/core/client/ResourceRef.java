package io.kubejar.core.client;

import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.ObjectKey;

/**
 * An address below the API: a resource, and as far as they apply a namespace, a name and a subresource; "" where one does
 * not. A namespaced resource without a namespace means all namespaces.
 */
public record ResourceRef(Gvr resource, String namespace, String name, String subresource) {
    /** The whole resource, in all namespaces. */
    public static ResourceRef of(Gvr resource) {
        return new ResourceRef(resource, "", "", "");
    }

    /** The resource in one namespace. */
    public static ResourceRef of(Gvr resource, String namespace) {
        return new ResourceRef(resource, namespace, "", "");
    }

    /** One object. */
    public static ResourceRef of(Gvr resource, String namespace, String name) {
        return new ResourceRef(resource, namespace, name, "");
    }

    /** One object. */
    public static ResourceRef of(Gvr resource, ObjectKey key) {
        return new ResourceRef(resource, key.namespace(), key.name(), "");
    }

    /** The address of an object. */
    public static ResourceRef to(Gvr resource, ApiObject object) {
        return of(resource, object.key());
    }

    /** The same address with a subresource: {@code status}, {@code scale}, {@code binding}. */
    public ResourceRef sub(String name) {
        return new ResourceRef(resource, namespace, this.name, name);
    }

    /** The path of a request: {@code /apis/apps/v1/namespaces/default/deployments/web/status}. */
    public String path() {
        StringBuilder path = new StringBuilder(96);
        path.append(resource.group().isEmpty() ? "/api/" : "/apis/" + resource.group() + "/");
        path.append(resource.version());
        if (!namespace.isEmpty()) {
            path.append("/namespaces/").append(namespace);
        }
        path.append('/').append(resource.resource());
        if (!name.isEmpty()) {
            path.append('/').append(name);
        }
        if (!subresource.isEmpty()) {
            path.append('/').append(subresource);
        }
        return path.toString();
    }
}
