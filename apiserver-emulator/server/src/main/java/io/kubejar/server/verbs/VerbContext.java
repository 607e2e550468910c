package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.time.Clock;
import io.kubejar.server.admission.AdmissionChain;
import io.kubejar.server.registry.OtherForm;
import io.kubejar.server.registry.Registry;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.request.RequestObserver;
import io.kubejar.server.storage.ObjectStore;
import io.kubejar.server.storage.Stores;
import org.jspecify.annotations.Nullable;

/** What every verb works with. */
public record VerbContext(
        Registry registry,
        Stores stores,
        AdmissionChain admission,
        Decoding decoding,
        EventLeases eventLeases,
        RequestObserver observer,
        Clock clock,
        Chance chance) {
    /** Makes what a client sent into an object of the resource: types checked, unknown fields reported, defaults filled. */
    public interface Decoding {
        /** The object, which belongs to the caller. */
        ObjectNode decode(Body body, ResourceDef def, Call call);

        /** The object as it is written: defaults filled again after what the strategy did, in Go's form. A new tree. */
        ObjectNode canonical(ObjectNode object, ResourceDef def);
    }

    /** Tells that a write was stored; gives the object. */
    ApiObject written(Call call, ApiObject object) {
        observer.written(
                call, object, Math.max(call.write().cause(), call.delete().cause()));
        return object;
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

    /** An object as the resource serves it: custom resources are stored in several versions, some kinds in another form. */
    static ApiObject inVersion(ResourceDef def, ApiObject object) {
        String version = def.kind().apiVersion();
        if (object.apiVersion().equals(version)) {
            return object;
        }
        OtherForm form = def.storedForm();
        if (form != null) {
            return ApiObject.of(form.fromStored(object.tree()));
        }
        return def.custom() ? object.edit(root -> root.put("apiVersion", version)) : object;
    }

    /** Whether what is stored may be in another version than the one that is asked for. */
    static boolean isConverted(ResourceDef def) {
        return def.custom() || def.storedForm() != null;
    }

    private static ObjectNode stored(ResourceDef def, ObjectNode object) {
        OtherForm form = def.storedForm();
        return form == null ? object : form.toStored(object);
    }

    /** Stores a new object; null when the key is taken. */
    @Nullable
    ApiObject create(ResourceDef def, String key, ObjectNode object) {
        ApiObject made = store(def).create(key, stored(def, object), eventLeases.leaseFor(def));
        return made == null ? null : inVersion(def, made);
    }

    /** Stores a new state over an old one; null when that one is no longer the newest. */
    @Nullable
    ApiObject update(ResourceDef def, String key, ApiObject old, ObjectNode object) {
        ApiObject made = store(def).update(key, old, stored(def, object), 0);
        return made == null ? null : inVersion(def, made);
    }
}
