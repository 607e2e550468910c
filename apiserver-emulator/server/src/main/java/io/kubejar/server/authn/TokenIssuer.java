package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.Clock;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Issues service-account tokens. Upstream: token.Claims, pkg/serviceaccount/claims.go, v1.36. Safe for use by several threads. */
public final class TokenIssuer {
    /** The issuer of all tokens, and the audience of those that name none. */
    public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private final TokenKeys keys;
    private final Clock clock;
    private final Chance chance;

    /** Signs with this pair (EC P-256 or RSA), which it asks for when the first token comes or goes. */
    public TokenIssuer(Supplier<KeyPair> keys, Clock clock, Chance chance) {
        this.keys = new TokenKeys(keys);
        this.clock = clock;
        this.chance = chance;
    }

    TokenKeys keys() {
        return keys;
    }

    Clock clock() {
        return clock;
    }

    /** What a token is bound to besides its service account; at most a pod with its node, or one of the others. */
    record Bound(
            @Nullable ApiObject pod,
            @Nullable ApiObject node,
            @Nullable ApiObject secret) {}

    /**
     * A token.
     *
     * @param seconds how long it is good for
     * @param warnAfter seconds after which its user should have a newer one, 0 for never
     */
    String issue(ApiObject serviceAccount, Bound bound, List<String> audiences, long seconds, long warnAfter) {
        Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        TokenClaims claims = new TokenClaims(
                ISSUER,
                ServiceAccountNames.user(serviceAccount.namespace(), serviceAccount.name()),
                audiences,
                now.plusSeconds(seconds),
                now,
                now,
                chance.uuid().toString(),
                serviceAccount.namespace(),
                new TokenClaims.Ref(serviceAccount.name(), serviceAccount.uid()),
                ref(bound.pod()),
                ref(bound.node()),
                ref(bound.secret()),
                warnAfter == 0 ? null : now.plusSeconds(warnAfter));
        return keys.sign(claims.payload());
    }

    /**
     * A token that never expires, to stand in a Secret: it is good for as long as that holds it. Upstream: LegacyClaims,
     * pkg/serviceaccount/legacy.go, v1.36.
     */
    public String legacy(ApiObject serviceAccount, ApiObject secret) {
        return keys.sign(LegacyTokens.payload(serviceAccount, secret));
    }

    private static TokenClaims.@Nullable Ref ref(@Nullable ApiObject object) {
        return object == null ? null : new TokenClaims.Ref(object.name(), object.uid());
    }

    /** The key set that verifies the tokens, as {@code /openid/v1/jwks} answers. */
    public ObjectNode keySet() {
        ObjectNode set = Json.object();
        set.putArray("keys").add(keys.publicKey());
        return set;
    }

    /**
     * What {@code /.well-known/openid-configuration} answers. Upstream: openIDConfigJSON, pkg/serviceaccount/openidmetadata.go.
     *
     * @param address host and port under which clients reach the server
     */
    public ObjectNode openIdConfiguration(String address) {
        ObjectNode out = Json.object();
        out.put("issuer", ISSUER).put("jwks_uri", "https://" + address + "/openid/v1/jwks");
        out.putArray("response_types_supported").add("id_token");
        out.putArray("subject_types_supported").add("public");
        out.putArray("id_token_signing_alg_values_supported").add(keys.algorithm());
        return out;
    }
}
