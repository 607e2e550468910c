package io.kubejar.core.life;

import io.kubejar.core.client.ApiClient;
import io.kubejar.core.client.DeleteOptions;
import io.kubejar.core.client.ListOptions;
import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.Patch;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.client.WatchHandler;
import io.kubejar.core.client.WatchOptions;
import io.kubejar.core.client.WriteOptions;
import io.kubejar.core.object.ApiObject;

/** Hands requests on for as long as a life lasts. */
final class LifeClient implements ApiClient {
    private final Life life;
    private final ApiClient behind;

    LifeClient(Life life, ApiClient behind) {
        this.life = life;
        this.behind = behind;
    }

    @Override
    public ApiObject get(ResourceRef ref) {
        return life.call(() -> behind.get(ref));
    }

    @Override
    public ObjectList list(ResourceRef ref, ListOptions options) {
        return life.call(() -> behind.list(ref, options));
    }

    @Override
    public Watch watch(ResourceRef ref, WatchOptions options, WatchHandler handler) {
        return life.keep(life.call(() -> behind.watch(ref, options, handler)));
    }

    @Override
    public ApiObject create(ResourceRef ref, ApiObject object, WriteOptions options) {
        return life.call(() -> behind.create(ref, object, options));
    }

    @Override
    public ApiObject update(ResourceRef ref, ApiObject object, WriteOptions options) {
        return life.call(() -> behind.update(ref, object, options));
    }

    @Override
    public ApiObject patch(ResourceRef ref, Patch patch, WriteOptions options) {
        return life.call(() -> behind.patch(ref, patch, options));
    }

    @Override
    public ApiObject delete(ResourceRef ref, DeleteOptions options) {
        return life.call(() -> behind.delete(ref, options));
    }

    @Override
    public void deleteCollection(ResourceRef ref, DeleteOptions options, ListOptions which) {
        life.call(() -> {
            behind.deleteCollection(ref, options, which);
            return true;
        });
    }
}
