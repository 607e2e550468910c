package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.Cause;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.object.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code token} subresource of service accounts. Upstream: TokenREST.Create,
 * pkg/registry/core/serviceaccount/storage/token.go, v1.36.
 */
public final class TokenRequests {
    private static final Gvk KIND = new Gvk("authentication.k8s.io", "v1", "TokenRequest");
    private static final long DEFAULT_SECONDS = 3600;
    private static final long SHORTEST_SECONDS = 600;

    /** What kubelets ask for pods that know nothing of expiry; such tokens live for a year and warn. */
    private static final long PROJECTED_SECONDS = 3607;

    private static final long YEAR_SECONDS = 365 * 24 * 3600L;

    private final TokenIssuer issuer;
    private final BoundObjects objects;

    /** Issues tokens for what is found. */
    public TokenRequests(TokenIssuer issuer, BoundObjects objects) {
        this.issuer = issuer;
        this.objects = objects;
    }

    /**
     * Answers a TokenRequest.
     *
     * @param body the request, decoded
     * @return the request, completed, with the token in its status
     * @throws StatusException when the service account or what the token shall be bound to is not there, or the request is
     *     not valid
     */
    public ObjectNode create(String namespace, String name, ObjectNode body) {
        checkAddress(namespace, name, body);
        ApiObject account = objects.find(Resources.SERVICE_ACCOUNTS, namespace, name);
        if (account == null) {
            throw StatusException.notFound(Resources.SERVICE_ACCOUNTS, name);
        }
        String uid = Json.textOr(body, "", "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(account.uid())) {
            throw StatusException.conflict(
                    new Gvr(KIND.group(), KIND.version(), KIND.kind()),
                    name,
                    "the UID in the token request (" + uid + ") does not match the UID of the service account ("
                            + account.uid() + ")");
        }
        JsonNode spec = body.path("spec");
        List<String> audiences =
                spec.path("audiences").isEmpty() ? List.of(TokenIssuer.ISSUER) : Json.strings(spec.path("audiences"));
        long seconds = Json.number(spec, DEFAULT_SECONDS, "expirationSeconds");
        checkDuration(seconds);
        TokenIssuer.Bound bound = bound(namespace, name, spec.path("boundObjectRef"));
        Instant now = issuer.clock().now();
        boolean extended =
                bound.pod() != null && seconds == PROJECTED_SECONDS && audiences.equals(List.of(TokenIssuer.ISSUER));
        String token =
                issuer.issue(account, bound, audiences, extended ? YEAR_SECONDS : seconds, extended ? seconds : 0);
        return answer(account, spec, audiences, seconds, token, now);
    }

    private static ObjectNode answer(
            ApiObject account, JsonNode spec, List<String> audiences, long seconds, String token, Instant now) {
        ObjectNode out = Json.object();
        out.put("kind", KIND.kind()).put("apiVersion", KIND.apiVersion());
        out.putObject("metadata")
                .put("name", account.name())
                .put("namespace", account.namespace())
                .put("uid", account.uid())
                .put("creationTimestamp", Times.format(now));
        ObjectNode asked = out.putObject("spec");
        audiences.forEach(Json.list(asked, "audiences")::add);
        asked.put("expirationSeconds", seconds);
        if (spec.path("boundObjectRef").isObject()) {
            asked.set("boundObjectRef", spec.path("boundObjectRef"));
        } else {
            asked.putNull("boundObjectRef");
        }
        out.putObject("status").put("token", token).put("expirationTimestamp", Times.format(now.plusSeconds(seconds)));
        return out;
    }

    private static void checkAddress(String namespace, String name, ObjectNode body) {
        String ownName = Json.textOr(body, "", "metadata", "name");
        if (!ownName.isEmpty() && !ownName.equals(name)) {
            throw invalid(name, "metadata.name", ownName, "must match the service account name if specified");
        }
        String ownNamespace = Json.textOr(body, "", "metadata", "namespace");
        if (!ownNamespace.isEmpty() && !ownNamespace.equals(namespace)) {
            throw invalid(
                    name, "metadata.namespace", ownNamespace, "must match the service account namespace if specified");
        }
    }

    private static StatusException invalid(String name, String field, String value, String why) {
        String message = "Invalid value: \"" + value + "\": " + why;
        return StatusException.invalid(KIND, name, List.of(new Cause("FieldValueInvalid", message, field)));
    }

    private static void checkDuration(long seconds) {
        String why = seconds < SHORTEST_SECONDS
                ? "may not specify a duration less than 10 minutes"
                : seconds > 1L << 32 ? "may not specify a duration larger than 2^32 seconds" : "";
        if (!why.isEmpty()) {
            throw StatusException.invalid(
                    KIND,
                    "",
                    List.of(new Cause(
                            "FieldValueInvalid", "Invalid value: " + seconds + ": " + why, "spec.expirationSeconds")));
        }
    }

    private TokenIssuer.Bound bound(String namespace, String account, JsonNode ref) {
        if (!ref.isObject()) {
            return new TokenIssuer.Bound(null, null, null);
        }
        Gvk kind = Gvk.of(Json.textOr(ref, "", "apiVersion"), Json.textOr(ref, "", "kind"));
        String name = Json.textOr(ref, "", "name");
        TokenIssuer.Bound bound;
        ApiObject target;
        switch (kind.group().isEmpty() ? kind.kind() : "") {
            case "Pod" -> {
                target = find(Resources.PODS, namespace, name);
                if (!account.equals(Json.textOr(target.spec(), "", "serviceAccountName"))) {
                    throw StatusException.badRequest("cannot bind token for serviceaccount \"" + account
                            + "\" to pod running with different serviceaccount name.");
                }
                bound = new TokenIssuer.Bound(target, nodeOf(target), null);
            }
            case "Node" -> {
                target = find(Resources.NODES, "", name);
                bound = new TokenIssuer.Bound(null, target, null);
            }
            case "Secret" -> {
                target = find(Resources.SECRETS, namespace, name);
                bound = new TokenIssuer.Bound(null, null, target);
            }
            default ->
                throw StatusException.badRequest("cannot bind token to object of type " + kind.group() + "/"
                        + kind.version() + ", Kind=" + kind.kind());
        }
        String uid = Json.textOr(ref, "", "uid");
        if (!uid.isEmpty() && !uid.equals(target.uid())) {
            throw StatusException.conflict(
                    new Gvr(kind.group(), kind.version(), kind.kind()),
                    name,
                    "the UID in the bound object reference (" + uid + ") does not match the UID in record. The object"
                            + " might have been deleted and then recreated");
        }
        return bound;
    }

    private ApiObject find(Gvr resource, String namespace, String name) {
        ApiObject found = objects.find(resource, namespace, name);
        if (found == null) {
            throw StatusException.notFound(resource, name);
        }
        return found;
    }

    /** The node of a pod; one that is not there counts by its name. */
    private @Nullable ApiObject nodeOf(ApiObject pod) {
        String name = Json.textOr(pod.spec(), "", "nodeName");
        if (name.isEmpty()) {
            return null;
        }
        ApiObject node = objects.find(Resources.NODES, "", name);
        return node != null ? node : ApiObject.of(new Gvk("", "v1", "Node"), "", name);
    }
}
