package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.time.Clock;
import io.kubejar.server.admission.AdmissionChain;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.storage.ObjectStore;
import io.kubejar.server.storage.Stores;

/** What every verb works with. */
public record VerbContext(
        Registry registry,
        Stores stores,
        AdmissionChain admission,
        Decoding decoding,
        EventLeases eventLeases,
        Clock clock,
        Chance chance) {
    /** Makes what a client sent into an object of the resource: types checked, unknown fields reported, defaults filled. */
    public interface Decoding {
        /** The object, which belongs to the caller. */
        ObjectNode decode(Body body, ResourceDef def, Call call);

        /** The object as it is written: defaults filled again after what the strategy did, in Go's form. A new tree. */
        ObjectNode canonical(ObjectNode object, ResourceDef def);
    }

    ObjectStore store(ResourceDef def) {
        return stores.of(def);
    }

    /** The object at a call's address; throws NotFound. */
    ApiObject existing(ResourceDef def, Call call) {
        ApiObject object =
                store(def).get(def.storageKey(call.ref().namespace(), call.ref().name()));
        if (object == null) {
            throw StatusException.notFound(def.resource(), call.ref().name());
        }
        return inVersion(def, object);
    }

    /** An object in the version that is asked for: only custom resources are stored in more than one. */
    static ApiObject inVersion(ResourceDef def, ApiObject object) {
        String version = def.kind().apiVersion();
        return !def.custom() || object.apiVersion().equals(version)
                ? object
                : object.edit(root -> root.put("apiVersion", version));
    }
}
