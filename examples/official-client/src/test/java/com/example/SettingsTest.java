package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kubejar.junit.KubeTest;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import org.junit.jupiter.api.Test;

@KubeTest
class SettingsTest {
    @Test
    void aSettingIsKept(ApiClient client) throws ApiException {
        Settings settings = new Settings(client, "default", "shop");
        assertEquals("blue", settings.get("colour", "blue"));
        settings.set("colour", "red");
        settings.set("size", "large");
        assertEquals("red", settings.get("colour", "blue"));
        assertEquals("large", settings.get("size", "small"));
    }

    @Test
    void anUnknownNamespaceIsRefused(ApiClient client) {
        ApiException refused = assertThrows(
                ApiException.class, () -> new Settings(client, "nowhere", "shop").set("colour", "red"));
        assertEquals(404, refused.getCode());
    }
}
