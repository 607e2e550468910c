package io.kubejar.core.election;

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

/** Hands everything on, and writes only after a look at them. */
abstract class ForwardingClient implements ApiClient {
    private final ApiClient behind;

    ForwardingClient(ApiClient behind) {
        this.behind = behind;
    }

    /** Throws to refuse a write. */
    protected abstract void beforeWrite(ResourceRef ref);

    @Override
    public ApiObject get(ResourceRef ref) {
        return behind.get(ref);
    }

    @Override
    public ObjectList list(ResourceRef ref, ListOptions options) {
        return behind.list(ref, options);
    }

    @Override
    public Watch watch(ResourceRef ref, WatchOptions options, WatchHandler handler) {
        return behind.watch(ref, options, handler);
    }

    @Override
    public ApiObject create(ResourceRef ref, ApiObject object, WriteOptions options) {
        beforeWrite(ref);
        return behind.create(ref, object, options);
    }

    @Override
    public ApiObject update(ResourceRef ref, ApiObject object, WriteOptions options) {
        beforeWrite(ref);
        return behind.update(ref, object, options);
    }

    @Override
    public ApiObject patch(ResourceRef ref, Patch patch, WriteOptions options) {
        beforeWrite(ref);
        return behind.patch(ref, patch, options);
    }

    @Override
    public ApiObject delete(ResourceRef ref, DeleteOptions options) {
        beforeWrite(ref);
        return behind.delete(ref, options);
    }

    @Override
    public void deleteCollection(ResourceRef ref, DeleteOptions options, ListOptions which) {
        beforeWrite(ref);
        behind.deleteCollection(ref, options, which);
    }
}
