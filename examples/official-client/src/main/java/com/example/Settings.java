package com.example;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.util.Map;

/** Settings of an application, kept in a ConfigMap. */
public final class Settings {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final CoreV1Api api;
    private final String namespace;
    private final String name;

    public Settings(ApiClient client, String namespace, String name) {
        this.api = new CoreV1Api(client);
        this.namespace = namespace;
        this.name = name;
    }

    /** The value of a setting, or the other one when it is not set. */
    public String get(String key, String otherwise) throws ApiException {
        try {
            Map<String, String> data = api.readNamespacedConfigMap(name, namespace).execute().getData();
            return data == null ? otherwise : data.getOrDefault(key, otherwise);
        } catch (ApiException e) {
            if (e.getCode() == NOT_FOUND) {
                return otherwise;
            }
            throw e;
        }
    }

    /** Sets a value; repeats when somebody else changed the settings in between. */
    public void set(String key, String value) throws ApiException {
        while (true) {
            try {
                write(key, value);
                return;
            } catch (ApiException e) {
                if (e.getCode() != CONFLICT) {
                    throw e;
                }
            }
        }
    }

    private void write(String key, String value) throws ApiException {
        V1ConfigMap found;
        try {
            found = api.readNamespacedConfigMap(name, namespace).execute();
        } catch (ApiException e) {
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
            V1ConfigMap fresh = new V1ConfigMap().metadata(new V1ObjectMeta().name(name)).putDataItem(key, value);
            api.createNamespacedConfigMap(namespace, fresh).execute();
            return;
        }
        api.replaceNamespacedConfigMap(name, namespace, found.putDataItem(key, value)).execute();
    }
}
