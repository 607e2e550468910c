package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.server.admission.AdmissionRequest;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.registry.Strategy;
import io.kubejar.server.request.Call;
import io.kubejar.server.storage.ObjectStore;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes an object that exists: read, change, prepare, validate, admit, store if nobody else has stored meanwhile, else
 * begin again. Upstream: genericregistry.Store.Update, rest.BeforeUpdate, v1.36.
 */
final class Updater {
    private static final int ATTEMPTS_MAX = 100;

    /** Makes the wanted state of the state that is there; the result belongs to the updater. */
    @FunctionalInterface
    interface Change {
        ObjectNode of(ApiObject old);
    }

    /** Which part of the object may change. */
    enum Part {
        ALL,
        STATUS,
        /** The change itself has taken care; only metadata's rules are checked. */
        AS_IS
    }

    private final VerbContext context;

    Updater(VerbContext context) {
        this.context = context;
    }

    /** Carries a change out; gives the stored object. */
    ApiObject run(ResourceDef def, Call call, Part part, Change change) {
        return run(def, call, part, "", change);
    }

    /** The same for the object with this uid only, "" for any. */
    ApiObject run(ResourceDef def, Call call, Part part, String uid, Change change) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            ApiObject old = context.existing(def, call);
            checkUid(def, uid, old);
            ApiObject stored = attempt(def, call, part, change, old);
            if (stored != null) {
                return stored;
            }
        }
        throw StatusException.modified(def.resource(), call.ref().name());
    }

    private @Nullable ApiObject attempt(ResourceDef def, Call call, Part part, Change change, ApiObject old) {
        ObjectNode wanted = change.of(old);
        ObjectChecks.namespace(wanted, def, call);
        ObjectChecks.name(wanted, def, call);
        checkVersion(def, wanted, old);
        keepSystemFields(wanted, old, part);
        AdmissionRequest admission =
                new AdmissionRequest(AdmissionRequest.Operation.UPDATE, call, def, old.name(), wanted, old.tree());
        try {
            return admitted(def, call, part, old, admission, wanted);
        } finally {
            context.admission().finish(admission);
        }
    }

    private @Nullable ApiObject admitted(
            ResourceDef def, Call call, Part part, ApiObject old, AdmissionRequest admission, ObjectNode wanted) {
        context.admission().mutate(admission);
        JsonNode owners = wanted.path("metadata").path("managedFields");
        prepare(def.strategy(), part, wanted, old.tree());
        if (owners.isMissingNode()) {
            Json.child(wanted, "metadata").remove("managedFields");
        } else {
            Json.child(wanted, "metadata").set("managedFields", owners);
        }
        ObjectNode object = context.decoding().canonical(wanted, def);
        validate(def, part, object, old.tree());
        context.admission().validate(admission.with(object));
        call.warnings().addAll(warnings(def, part, object, old.tree()));
        if (call.dryRun()) {
            return ApiObject.of(object);
        }
        String key = def.storageKey(old.namespace(), old.name());
        ObjectStore store = context.store(def);
        if (isDone(def, object)) {
            ApiObject gone = store.delete(key, ApiObject.of(object));
            if (gone != null) {
                context.written(call, gone);
            }
            return gone == null ? null : ApiObject.of(object);
        }
        if (old.tree().equals(object)) {
            context.observer().unchanged(call);
            return old;
        }
        ApiObject stored = context.update(def, key, old, object);
        return stored == null ? null : context.written(call, stored);
    }

    /** The last finalizer of an object that is being deleted is gone. Upstream: ShouldDeleteDuringUpdate. */
    private static boolean isDone(ResourceDef def, ObjectNode object) {
        JsonNode meta = object.path("metadata");
        return meta.hasNonNull("deletionTimestamp")
                && meta.path("finalizers").isEmpty()
                && Json.number(meta, 0, "deletionGracePeriodSeconds") == 0
                && !def.strategy().isHeld(object);
    }

    private static void checkVersion(ResourceDef def, ObjectNode object, ApiObject old) {
        String version = Json.textOr(object, "", "metadata", "resourceVersion");
        if (version.isEmpty()) {
            if (!def.strategy().allowUnconditionalUpdate()) {
                throw versionNeeded(def, old);
            }
            return;
        }
        requireNumber(version);
        if (!version.equals(old.resourceVersion())) {
            throw StatusException.modified(def.resource(), old.name());
        }
    }

    /** Upstream: ObjectResourceVersion, apiserver/pkg/storage/api_object_versioner.go. */
    private static void requireNumber(String version) {
        try {
            Long.parseUnsignedLong(version);
        } catch (NumberFormatException e) {
            String why = version.matches("[0-9]+") ? "value out of range" : "invalid syntax";
            throw StatusException.of(
                    Reason.UNKNOWN, "strconv.ParseUint: parsing " + FieldErrors.quote(version) + ": " + why);
        }
    }

    /** Upstream: storage.Preconditions.Check. */
    private static void checkUid(ResourceDef def, String uid, ApiObject old) {
        if (!uid.isEmpty() && !uid.equals(old.uid())) {
            throw StatusException.conflict(
                    def.resource(),
                    old.name(),
                    "StorageError: invalid object, Code: 4, Key: " + def.storageKey(old.namespace(), old.name())
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + uid + ", UID in object meta: " + old.uid());
        }
    }

    /** Upstream: Store.Update; the resource stands where the kind would. */
    private static StatusException versionNeeded(ResourceDef def, ApiObject old) {
        Gvk kind = new Gvk(
                def.resource().group(), def.resource().version(), def.resource().resource());
        Cause cause = new Cause(
                "FieldValueInvalid", "Invalid value: 0: must be specified for an update", "metadata.resourceVersion");
        return StatusException.invalid(kind, old.name(), List.of(cause));
    }

    private static void keepSystemFields(ObjectNode object, ApiObject old, Part part) {
        ObjectNode meta = Json.child(object, "metadata");
        JsonNode before = old.metadata();
        for (String field : new String[] {"uid", "deletionGracePeriodSeconds"}) {
            if (!meta.hasNonNull(field) && before.hasNonNull(field)) {
                meta.set(field, before.get(field));
            }
        }
        for (String field : new String[] {"creationTimestamp", "deletionTimestamp"}) {
            if (before.hasNonNull(field)) {
                meta.set(field, before.get(field));
            }
        }
        meta.remove("selfLink");
        meta.put("resourceVersion", old.resourceVersion());
        if (part == Part.AS_IS) {
            return; // the change counts generations itself
        }
        if (before.has("generation")) {
            meta.set("generation", before.get("generation"));
        } else {
            meta.remove("generation");
        }
    }

    private static void prepare(Strategy strategy, Part part, ObjectNode object, ObjectNode old) {
        switch (part) {
            case ALL -> strategy.prepareForUpdate(object, old);
            case STATUS -> strategy.prepareForStatusUpdate(object, old);
            case AS_IS -> {}
        }
    }

    private static void validate(ResourceDef def, Part part, ObjectNode object, ObjectNode old) {
        FieldErrors errors = new FieldErrors();
        ObjectMetaRules.validateNamed(object, errors);
        ObjectMetaRules.validateUpdate(object, old, errors);
        if (part == Part.STATUS || (part == Part.ALL && def.strategy().beginsWithMetadata())) {
            metadataAgain(def, object, old, errors);
        }
        switch (part) {
            case ALL -> def.strategy().validateUpdate(object, old, errors);
            case STATUS -> def.strategy().validateStatusUpdate(object, old, errors);
            case AS_IS -> {}
        }
        ObjectChecks.refuse(errors, def, object);
    }

    private static void metadataAgain(ResourceDef def, ObjectNode object, ObjectNode old, FieldErrors errors) {
        if (ObjectChecks.asksForFullFinalizers(def)) {
            ObjectMetaRules.updateAgain(object, old, errors);
        } else {
            ObjectMetaRules.validateUpdate(object, old, errors);
        }
    }

    private static List<String> warnings(ResourceDef def, Part part, ObjectNode object, ObjectNode old) {
        return switch (part) {
            case ALL -> def.strategy().updateWarnings(object, old);
            case STATUS -> def.strategy().statusWarnings(object);
            case AS_IS -> List.of();
        };
    }
}
