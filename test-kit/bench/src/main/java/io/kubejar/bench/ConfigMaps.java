package io.kubejar.bench;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;

/** The simplest objects there are. */
final class ConfigMaps {
    private static final Gvr RESOURCE = new Gvr("", "v1", "configmaps");
    static final ResourceRef ALL = ResourceRef.of(RESOURCE, "default");

    private ConfigMaps() {}

    static ResourceRef named(String name) {
        return ResourceRef.of(RESOURCE, "default", name);
    }

    static void create(ApiClient client, String name) {
        client.create(ALL, ApiObject.ofJson("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME","namespace":"default",
                 "labels":{"app":"bench"}},"data":{"colour":"blue","size":"12"}}
                """.replace("NAME", name)), WriteOptions.NONE);
    }
}
