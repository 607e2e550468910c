package io.kubejar.server.authz;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;

/** How a denied request is answered. Upstream: responsewriters.ForbiddenStatusError and forbiddenMessage, v1.36. */
public final class Denials {
    private Denials() {}

    /** Throws what {@link #of} gives unless the authorizer allows the request. */
    public static void require(Authorizer authorizer, Attributes attributes) {
        Decision decision = authorizer.authorize(attributes);
        if (!decision.allowed()) {
            throw of(attributes, decision.reason());
        }
    }

    /** The answer to a denied request; the reason follows upstream's sentence when there is one. */
    public static StatusException of(Attributes attributes, String reason) {
        String what = sentence(attributes);
        String why = reason.isEmpty() ? what : what + ": " + reason;
        Gvr resource = new Gvr(attributes.group(), attributes.version(), attributes.resource());
        StatusException answer = StatusException.forbidden(resource, attributes.name(), why);
        if (attributes.isResource()) {
            return answer;
        }
        return StatusException.of(Reason.FORBIDDEN, resource, "", Json.textOr(answer.status(), "", "message"));
    }

    /** {@code User "x" cannot list resource "pods" in API group "" in the namespace "y"}. */
    static String sentence(Attributes a) {
        String user = "User " + quote(a.user().name());
        if (!a.isResource()) {
            return user + " cannot " + a.verb() + " path " + quote(a.path());
        }
        String where = a.namespace().isEmpty() ? " at the cluster scope" : " in the namespace " + quote(a.namespace());
        return user + " cannot " + a.verb() + " resource " + quote(a.combinedResource()) + " in API group "
                + quote(a.group()) + where;
    }

    /** A text in Go's double quotes. */
    static String quote(String text) {
        return Json.quote(text);
    }
}
