package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.server.admission.AdmissionRequest;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import java.util.List;

/**
 * Creates an object: decode, default, mutate, prepare, validate, admit, store. Upstream: createHandler
 * (apiserver/pkg/endpoints/handlers/create.go) and genericregistry.Store.Create, v1.36.
 */
public final class CreateVerb {
    private static final int NAME_TRIES = 8;
    private static final int SUFFIX = 5;
    private static final int GENERATED_PREFIX_MAX = 58;

    private final VerbContext context;
    private final FieldOwners owners;

    /** Works in a context. */
    public CreateVerb(VerbContext context) {
        this.context = context;
        this.owners = new FieldOwners(context);
    }

    /** Stores a new object made of what the client sent. */
    public ApiObject run(ResourceDef def, Call call, Body body) {
        ObjectNode object = context.decoding().decode(body, def, call);
        owners.created(def, call, object);
        return store(def, call, object, Json.textOr(object, "", "metadata", "resourceVersion"));
    }

    /** Stores a decoded object that an update or an apply has made; the tree belongs to the verb. */
    ApiObject store(ResourceDef def, Call call, ObjectNode object) {
        return store(def, call, object, "");
    }

    private ApiObject store(ResourceDef def, Call call, ObjectNode object, String version) {
        ObjectChecks.namespace(object, def, call);
        boolean generated = Json.textOr(object, "", "metadata", "name").isEmpty()
                && !Json.textOr(object, "", "metadata", "generateName").isEmpty();
        for (int attempt = 1; ; attempt++) {
            ObjectNode copy = generated ? object.deepCopy() : object;
            try {
                return attempt(def, call, copy, generated, version);
            } catch (StatusException e) {
                if (!generated || !e.is(Reason.ALREADY_EXISTS)) {
                    throw e;
                }
                if (attempt == NAME_TRIES) {
                    throw exhausted(def, copy);
                }
            }
        }
    }

    private ApiObject attempt(ResourceDef def, Call call, ObjectNode wanted, boolean generated, String version) {
        ObjectNode meta = Json.child(wanted, "metadata");
        if (Json.textOr(meta, "", "name").isEmpty()) {
            String prefix = Json.textOr(meta, "", "generateName");
            if (!prefix.isEmpty()) {
                meta.put("name", generate(prefix));
            }
        }
        String name = Json.textOr(meta, "", "name");
        String asked = generated ? Json.textOr(meta, "", "generateName") : name;
        AdmissionRequest admission =
                new AdmissionRequest(AdmissionRequest.Operation.CREATE, call, def, asked, wanted, null);
        try {
            return admitted(def, call, wanted, admission, version);
        } finally {
            context.admission().finish(admission);
        }
    }

    private ApiObject admitted(
            ResourceDef def, Call call, ObjectNode wanted, AdmissionRequest admission, String version) {
        context.admission().mutate(admission);
        prepare(def, wanted);
        ObjectNode object = context.decoding().canonical(wanted, def);
        validate(def, object);
        context.admission().validate(admission.with(object));
        call.warnings().addAll(def.strategy().warnings(object));
        if (call.dryRun()) {
            return dryRun(def, object);
        }
        requireNoVersion(version);
        String name = Json.textOr(object, "", "metadata", "name");
        String key = def.storageKey(call.ref().namespace(), name);
        ApiObject stored = context.create(def, key, object);
        if (stored == null) {
            throw StatusException.alreadyExists(def.resource(), name);
        }
        return context.written(call, stored);
    }

    /** Upstream: storage.ErrResourceVersionSetOnCreate; what is no number counts as none. */
    private static void requireNoVersion(String version) {
        if (!version.isEmpty() && version.matches("[0-9]*[1-9][0-9]*")) {
            throw StatusException.of(Reason.UNKNOWN, "resourceVersion should not be set on objects to be created");
        }
    }

    private ApiObject dryRun(ResourceDef def, ObjectNode object) {
        ApiObject made = ApiObject.of(object);
        if (context.store(def).get(def.storageKey(made.namespace(), made.name())) != null) {
            throw StatusException.alreadyExists(def.resource(), made.name());
        }
        return made;
    }

    private String generate(String prefix) {
        String base = prefix.length() > GENERATED_PREFIX_MAX ? prefix.substring(0, GENERATED_PREFIX_MAX) : prefix;
        return base + context.chance().suffix(SUFFIX);
    }

    /** Upstream: rest.BeforeCreate. */
    private void prepare(ResourceDef def, ObjectNode object) {
        ObjectNode meta = Json.child(object, "metadata");
        meta.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion", "selfLink"));
        meta.put("uid", context.chance().uuid().toString());
        meta.put("creationTimestamp", Times.format(context.clock().now()));
        meta.remove("generation");
        def.strategy().prepareForCreate(object);
    }

    private static void validate(ResourceDef def, ObjectNode object) {
        FieldErrors errors = new FieldErrors();
        boolean first = def.strategy().hasMetadataRules();
        if (first) {
            ObjectMetaRules.validate(object, def.namespaced(), def.nameRule(), errors);
        }
        if (first && ObjectChecks.asksForFullFinalizers(def)) {
            ObjectMetaRules.fullFinalizers(object, errors);
        }
        def.strategy().validate(object, errors);
        ObjectChecks.refuse(errors, def, object);
        ObjectMetaRules.validate(object, def.namespaced(), NameRule.PATH_SEGMENT, errors);
        ObjectChecks.refuse(errors, def, object);
    }

    private static StatusException exhausted(ResourceDef def, ObjectNode object) {
        String name = Json.textOr(object, "", "metadata", "name");
        ObjectNode status = StatusException.alreadyExists(def.resource(), name).status();
        status.put(
                "message",
                Json.textOr(status, "", "message")
                        + ", the server was not able to generate a unique name for the object");
        return new StatusException(status);
    }
}
