package io.kubejar.server.verbs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.server.registry.ResourceDef;
import io.kubejar.server.request.Call;
import java.util.function.Function;

/** Changes one object as a subresource wants it, with admission and metadata's rules but without its kind's strategy. */
public final class Rewrite {
    private final Updater updater;

    /** Works in a context. */
    public Rewrite(VerbContext context) {
        this.updater = new Updater(context);
    }

    /** Carries the change out, again when somebody else was faster; gives the stored object. */
    public ApiObject run(ResourceDef def, Call call, Function<ApiObject, ObjectNode> change) {
        return updater.run(def, call, Updater.Part.AS_IS, change::apply);
    }
}
