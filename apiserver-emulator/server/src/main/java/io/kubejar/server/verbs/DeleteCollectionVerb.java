package io.kubejar.server.verbs;

import io.kubejar.core.client.ObjectList;
import io.kubejar.core.client.ResourceRef;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;

/** Deletes what a list shows, one by one. Upstream: genericregistry.Store.DeleteCollection, v1.36. */
public final class DeleteCollectionVerb {
    private final ListVerb list;
    private final DeleteVerb delete;

    /** Lists and deletes. */
    public DeleteCollectionVerb(ListVerb list, DeleteVerb delete) {
        this.list = list;
        this.delete = delete;
    }

    /** Deletes; gives what was listed. What another one deletes meanwhile is fine. */
    public ObjectList run(ResourceDef def, Call call) {
        ObjectList found = list.run(def, call);
        for (ApiObject object : found.items()) {
            try {
                delete.run(def, call.at(ResourceRef.to(def.resource(), object)));
            } catch (StatusException e) {
                if (e.code() != 404) {
                    throw e;
                }
            }
        }
        return found;
    }
}
