package io.kubejar.bench;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import java.io.IOException;

/** The simplest objects there are. */
final class ConfigMaps {
    private static final Gvr RESOURCE = new Gvr("", "v1", "configmaps");
    static final ResourceRef ALL = ResourceRef.of(RESOURCE, "default");

    private ConfigMaps() {}

    static String path(String name) {
        return ResourceRef.of(RESOURCE, "default", name).path();
    }

    static void create(ApiClient client, String name) {
        client.create(ALL, ApiObject.ofJson(json(name)), WriteOptions.NONE);
    }

    static void create(HttpsConnection client, String name) throws IOException {
        client.create(ALL.path(), json(name));
    }

    private static String json(String name) {
        return """
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME","namespace":"default",
                 "labels":{"app":"bench"}},"data":{"colour":"blue","size":"12"}}
                """.replace("NAME", name);
    }
}
