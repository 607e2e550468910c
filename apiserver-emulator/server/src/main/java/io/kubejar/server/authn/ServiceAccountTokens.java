package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvr;
import io.kubejar.core.object.Json;
import io.kubejar.core.object.Resources;
import io.kubejar.core.time.Clock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks service-account tokens: signature, times, audience, and that what they are bound to is still there. Upstream:
 * jwtTokenAuthenticator, pkg/serviceaccount/jwt.go, and validator.Validate, pkg/serviceaccount/claims.go, v1.36. Safe for
 * use by several threads.
 */
final class ServiceAccountTokens {
    private static final String EXTRA = "authentication.kubernetes.io/";
    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1024;

    private final TokenKeys keys;
    private final Clock clock;
    private final BoundObjects objects;
    private volatile LegacyTokenUse use = (secret, day) -> {};
    /** Claims of tokens whose signature was good; a signature stays good, everything else is checked every time. */
    private final Map<String, TokenClaims> signed = Collections.synchronizedMap(new Recent());

    private static final class Recent extends LinkedHashMap<String, TokenClaims> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenClaims> eldest) {
            return size() > REMEMBERED;
        }
    }

    ServiceAccountTokens(TokenIssuer issuer, BoundObjects objects) {
        this.keys = issuer.keys();
        this.clock = issuer.clock();
        this.objects = objects;
    }

    /** From now on tells about the use of tokens that stand in Secrets. */
    void onUse(LegacyTokenUse newUse) {
        use = newUse;
    }

    /**
     * Whose token it is.
     *
     * @param wanted the audiences of which it must name one
     * @return null when it is no token of this issuer
     */
    @Nullable
    Authenticated authenticate(String token, List<String> wanted) throws AuthenticationFailure {
        TokenClaims claims = signed.get(token);
        if (claims == null) {
            String from = issuer(token);
            boolean legacy = from.equals(LegacyTokens.ISSUER);
            if (!legacy && !from.equals(TokenIssuer.ISSUER)) {
                return null;
            }
            JsonNode payload = keys.verified(token);
            claims = legacy ? LegacyTokens.read(payload) : TokenClaims.read(payload);
            signed.put(token, claims);
        }
        List<String> audiences = claims.audiences().isEmpty() ? List.of(TokenIssuer.ISSUER) : claims.audiences();
        List<String> fitting = audiences.stream().filter(wanted::contains).toList();
        if (fitting.isEmpty()) {
            throw new AuthenticationFailure(
                    "token audiences " + quoted(audiences) + " is invalid for the target audiences " + quoted(wanted));
        }
        if (claims.issuer().equals(LegacyTokens.ISSUER)) {
            checkLegacy(claims, token);
            return new Authenticated(user(claims), fitting);
        }
        checkTimes(claims);
        checkAccount(claims);
        checkBound(claims);
        return new Authenticated(user(claims), fitting);
    }

    private static String quoted(List<String> values) {
        StringBuilder out = new StringBuilder("[");
        for (String value : values) {
            out.append(out.length() == 1 ? "" : " ")
                    .append(Json.string(Json.nodes().textNode(value)));
        }
        return out.append(']').toString();
    }

    private void checkLegacy(TokenClaims claims, String token) throws AuthenticationFailure {
        ApiObject secret = LegacyTokens.check(claims, token, objects);
        String day = LegacyTokens.newLastUsed(secret, clock.now());
        if (day != null) {
            use.usedOn(secret, day);
        }
        LegacyTokens.checkMark(secret, claims.serviceAccount().name());
    }

    /** Who says to have issued the token; "" when it is no token. */
    private static String issuer(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return "";
        }
        try {
            JsonNode claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
            return Json.textOr(claims, "", "iss");
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return ""; // not base64, or no JSON: then it is no token of ours
        }
    }

    private void checkTimes(TokenClaims claims) throws AuthenticationFailure {
        Instant now = clock.now();
        if (claims.notBefore() != null && now.plus(LEEWAY).isBefore(claims.notBefore())) {
            throw new AuthenticationFailure("service account token is not valid yet");
        }
        if (claims.expires() != null && now.minus(LEEWAY).isAfter(claims.expires())) {
            throw new AuthenticationFailure("service account token has expired");
        }
        if (claims.issuedAt() != null && now.plus(LEEWAY).isBefore(claims.issuedAt())) {
            throw new AuthenticationFailure("service account token is issued in the future");
        }
    }

    private void checkAccount(TokenClaims claims) throws AuthenticationFailure {
        TokenClaims.Ref ref = claims.serviceAccount();
        ApiObject account = objects.find(Resources.SERVICE_ACCOUNTS, claims.namespace(), ref.name());
        if (account == null) {
            throw new AuthenticationFailure("serviceaccounts \"" + ref.name() + "\" not found");
        }
        if (!account.uid().equals(ref.uid())) {
            throw new AuthenticationFailure(
                    "service account UID (" + account.uid() + ") does not match claim (" + ref.uid() + ")");
        }
        if (isGone(account)) {
            throw new AuthenticationFailure(
                    "service account " + claims.namespace() + "/" + ref.name() + " has been deleted");
        }
    }

    private void checkBound(TokenClaims claims) throws AuthenticationFailure {
        check(Resources.SECRETS, claims.namespace(), claims.secret(), "secret");
        check(Resources.PODS, claims.namespace(), claims.pod(), "pod");
        if (claims.pod() == null) {
            check(Resources.NODES, "", claims.node(), "node");
        }
    }

    private void check(Gvr resource, String namespace, TokenClaims.@Nullable Ref ref, String what)
            throws AuthenticationFailure {
        if (ref == null) {
            return;
        }
        ApiObject bound = objects.find(resource, namespace, ref.name());
        if (bound == null) {
            throw new AuthenticationFailure("service account token has been invalidated");
        }
        if (!bound.uid().equals(ref.uid())) {
            throw new AuthenticationFailure(what + " UID (" + bound.uid() + ") does not match service account " + what
                    + " ref claim (" + ref.uid() + ")");
        }
        if (isGone(bound)) {
            throw new AuthenticationFailure("service account token has been invalidated");
        }
    }

    private boolean isGone(ApiObject object) {
        Instant deleted = object.deletionTimestamp();
        return deleted != null && deleted.isBefore(clock.now().minus(LEEWAY));
    }

    private static UserInfo user(TokenClaims claims) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        if (!claims.id().isEmpty()) {
            extra.put(EXTRA + "credential-id", List.of("JTI=" + claims.id()));
        }
        if (claims.node() != null) {
            put(extra, "node-name", claims.node().name());
            put(extra, "node-uid", claims.node().uid());
        }
        if (claims.pod() != null) {
            put(extra, "pod-name", claims.pod().name());
            put(extra, "pod-uid", claims.pod().uid());
        }
        return new UserInfo(
                ServiceAccountNames.user(
                        claims.namespace(), claims.serviceAccount().name()),
                claims.serviceAccount().uid(),
                ServiceAccountNames.groups(claims.namespace()),
                extra);
    }

    private static void put(Map<String, List<String>> extra, String key, String value) {
        if (!value.isEmpty()) {
            extra.put(EXTRA + key, List.of(value));
        }
    }
}
