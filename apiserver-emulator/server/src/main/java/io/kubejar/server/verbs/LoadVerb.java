package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.server.registry.NameRule;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Body;
import io.kubejar.server.request.Call;
import io.kubejar.server.validation.FieldErrors;
import io.kubejar.server.validation.ObjectMetaRules;
import org.jspecify.annotations.Nullable;

/**
 * Puts an object of another cluster into the store as it was there: with its uid, its times, its generation and its status,
 * all of which no client may choose. Its types are checked and what it leaves out is filled; admission and the rules of its
 * kind, which it has passed where it comes from, are not asked again. Definitions are the exception, for what they define
 * has to be served here.
 */
public final class LoadVerb {
    private final VerbContext context;

    /** Works in a context. */
    public LoadVerb(VerbContext context) {
        this.context = context;
    }

    /** Stores it at the address of the call; null when there is one already. */
    public @Nullable ApiObject run(ResourceDef def, Call call, Body body) {
        ObjectNode decoded = context.decoding().decode(body, def, call);
        ObjectChecks.namespace(decoded, def, call);
        Json.child(decoded, "metadata").remove("selfLink");
        ObjectNode object = context.decoding().canonical(decoded, def);
        FieldErrors errors = new FieldErrors();
        ObjectMetaRules.validate(object, def.namespaced(), NameRule.PATH_SEGMENT, errors);
        if (def.resource().equals(Resources.CUSTOM_RESOURCE_DEFINITIONS)) {
            def.strategy().validate(object, errors);
        }
        ObjectChecks.refuse(errors, def, object);
        String name = Json.textOr(object, "", "metadata", "name");
        ApiObject stored = context.create(def, def.storageKey(call.ref().namespace(), name), object);
        return stored == null ? null : context.written(call, stored);
    }
}
