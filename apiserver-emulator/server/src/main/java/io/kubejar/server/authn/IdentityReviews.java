package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Times;
import io.kubejar.core.time.Clock;
import java.util.List;
import java.util.TreeMap;

/**
 * TokenReview and SelfSubjectReview. Upstream: pkg/registry/authentication/tokenreview/storage.go and
 * selfsubjectreview/rest.go, v1.36.
 */
public final class IdentityReviews {
    private final RequestAuthenticator authenticator;
    private final Clock clock;

    /** Reviews with the server's own authenticator. */
    public IdentityReviews(RequestAuthenticator authenticator, Clock clock) {
        this.authenticator = authenticator;
        this.clock = clock;
    }

    /** Answers a TokenReview. */
    public ObjectNode token(ObjectNode review) {
        String token = Json.textOr(review, "", "spec", "token");
        if (token.isEmpty()) {
            throw StatusException.badRequest("token is required for TokenReview in authentication");
        }
        List<String> audiences = Json.strings(review.path("spec").path("audiences"));
        RequestAuthenticator.Review found = authenticator.review(token, audiences);
        ObjectNode out = review.deepCopy();
        ObjectNode status = out.putObject("status");
        Authenticated holder = found.holder();
        if (holder == null) {
            status.putObject("user");
            status.put("error", found.error());
            return out;
        }
        status.put("authenticated", true);
        status.set("user", user(holder.user()));
        holder.audiences().forEach(Json.list(status, "audiences")::add);
        return out;
    }

    /** Answers a SelfSubjectReview of this user. */
    public ObjectNode self(UserInfo user) {
        ObjectNode out = Json.object();
        out.put("kind", "SelfSubjectReview").put("apiVersion", "authentication.k8s.io/v1");
        out.putObject("metadata").put("creationTimestamp", Times.format(clock.now()));
        out.putObject("status").set("userInfo", user(user));
        return out;
    }

    private static ObjectNode user(UserInfo user) {
        ObjectNode out = Json.object();
        out.put("username", user.name());
        if (!user.uid().isEmpty()) {
            out.put("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            user.groups().forEach(Json.list(out, "groups")::add);
        }
        if (!user.extra().isEmpty()) {
            ObjectNode extra = out.putObject("extra");
            new TreeMap<>(user.extra()).forEach((key, values) -> values.forEach(Json.list(extra, key)::add));
        }
        return out;
    }
}
