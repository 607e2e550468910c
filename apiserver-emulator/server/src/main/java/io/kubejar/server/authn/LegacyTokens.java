package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that stand in Secrets and never expire: they are good for as long as the Secret holds them. Upstream:
 * pkg/serviceaccount/legacy.go, v1.36.
 */
final class LegacyTokens {
    /** Who issues them, other than all other tokens. */
    static final String ISSUER = "kubernetes/serviceaccount";

    /** The label of a Secret that says on which day its token was last used. */
    static final String LAST_USED = "kubernetes.io/legacy-token-last-used";

    private static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";
    private static final String PREFIX = "kubernetes.io/serviceaccount/";

    private LegacyTokens() {}

    /** What the token of an account that stands in a Secret says; members are sorted, as upstream's are. */
    static ObjectNode payload(ApiObject account, ApiObject secret) {
        return Json.object()
                .put("iss", ISSUER)
                .put(PREFIX + "namespace", account.namespace())
                .put(PREFIX + "secret.name", secret.name())
                .put(PREFIX + "service-account.name", account.name())
                .put(PREFIX + "service-account.uid", account.uid())
                .put("sub", ServiceAccountNames.user(account.namespace(), account.name()));
    }

    /** Reads a payload into the form of other tokens; what is missing is "". */
    static TokenClaims read(JsonNode payload) {
        String name = Json.textOr(payload, "", PREFIX + "service-account.name");
        String uid = Json.textOr(payload, "", PREFIX + "service-account.uid");
        return new TokenClaims(
                ISSUER,
                Json.textOr(payload, "", "sub"),
                Json.strings(payload.path("aud")),
                null,
                null,
                null,
                "",
                Json.textOr(payload, "", PREFIX + "namespace"),
                new TokenClaims.Ref(name, uid),
                null,
                null,
                new TokenClaims.Ref(Json.textOr(payload, "", PREFIX + "secret.name"), ""),
                null);
    }

    /**
     * Checks that the Secret and the account are what they were.
     *
     * @return the Secret
     */
    static ApiObject check(TokenClaims claims, String token, BoundObjects objects) throws AuthenticationFailure {
        TokenClaims.Ref ref = claims.serviceAccount();
        String namespace = claims.namespace();
        String secretName = claims.secret() == null ? "" : claims.secret().name();
        require(claims.subject(), "sub");
        require(namespace, "namespace");
        require(secretName, "secretName");
        require(ref.name(), "serviceAccountName");
        require(ref.uid(), "serviceAccountUID");
        if (!claims.subject().equals(ServiceAccountNames.user(namespace, ref.name()))) {
            throw new AuthenticationFailure("sub claim is invalid");
        }
        ApiObject secret = objects.find(Resources.SECRETS, namespace, secretName);
        if (secret == null || secret.isTerminating()) {
            throw new AuthenticationFailure("Token has been invalidated");
        }
        if (!holds(secret, token)) {
            throw new AuthenticationFailure("Token does not match server's copy");
        }
        ApiObject account = objects.find(Resources.SERVICE_ACCOUNTS, namespace, ref.name());
        if (account == null) {
            throw new AuthenticationFailure("serviceaccounts \"" + ref.name() + "\" not found");
        }
        if (account.isTerminating()) {
            throw new AuthenticationFailure("ServiceAccount " + namespace + "/" + ref.name() + " has been deleted");
        }
        if (!account.uid().equals(ref.uid())) {
            throw new AuthenticationFailure(
                    "ServiceAccount UID (" + account.uid() + ") does not match claim (" + ref.uid() + ")");
        }
        return secret;
    }

    private static void require(String claim, String name) throws AuthenticationFailure {
        if (claim.isEmpty()) {
            throw new AuthenticationFailure(name + " claim is missing");
        }
    }

    private static boolean holds(ApiObject secret, String token) {
        String held = Json.textOr(secret.tree(), "", "data", "token");
        String given = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(
                held.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
    }

    /** Refuses a token whose Secret somebody has marked as invalid. */
    static void checkMark(ApiObject secret, String account) throws AuthenticationFailure {
        String since = secret.labels().getOrDefault(INVALID_SINCE, "");
        if (!since.isEmpty()) {
            throw new AuthenticationFailure("the token in secret " + secret.namespace() + "/" + secret.name()
                    + " for service account " + secret.namespace() + "/" + account
                    + " has been marked invalid. Use tokens from the TokenRequest API or manually created secret-based"
                    + " tokens, or remove the '" + INVALID_SINCE
                    + "' label from the secret to temporarily allow use of this token");
        }
    }

    /** The day that the Secret's label is to say now; null when it is right as it is. */
    static @Nullable String newLastUsed(ApiObject secret, Instant now) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        String said = secret.labels().getOrDefault(LAST_USED, "");
        boolean right = List.of(today.toString(), today.plusDays(1).toString()).contains(said);
        return right ? null : today.toString();
    }
}
