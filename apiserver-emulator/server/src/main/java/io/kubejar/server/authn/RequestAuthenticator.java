package io.kubejar.server.authn;

import io.kubejar.core.error.Reason;
import io.kubejar.core.error.StatusException;
import io.kubejar.core.time.Clock;
import io.kubejar.server.exchange.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who makes a request: by client certificate, by bearer token (in the header, or among the subprotocols of a
 * WebSocket), or else nobody. Upstream: kubeapiserver/authenticator/config.go, v1.36. Safe for use by several threads.
 */
public final class RequestAuthenticator {
    /** The group of everybody who is known. */
    public static final String AUTHENTICATED = "system:authenticated";

    /** The group of those who are not. */
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    private static final String WEBSOCKET_TOKEN = "base64url.bearer.authorization.k8s.io.";
    private static final List<String> OWN_AUDIENCE = List.of(TokenIssuer.ISSUER);
    private static final UserInfo ANONYMOUS = UserInfo.of("system:anonymous", UNAUTHENTICATED);

    private final ClientCertificates certificates;
    private final ServiceAccountTokens tokens;
    private final Map<String, UserInfo> fixedTokens;

    /**
     * Trusts certificates of an authority and tokens of an issuer.
     *
     * @param authority the CA of client certificates
     * @param clock by which certificates are valid or not
     * @param objects where tokens find what they are bound to
     */
    public RequestAuthenticator(X509Certificate authority, Clock clock, TokenIssuer issuer, BoundObjects objects) {
        this(authority, clock, issuer, objects, Map.of());
    }

    /** Like the other one, and knows some users by tokens that do not change. Upstream: tokenfile.TokenAuthenticator. */
    public RequestAuthenticator(
            X509Certificate authority,
            Clock clock,
            TokenIssuer issuer,
            BoundObjects objects,
            Map<String, UserInfo> fixedTokens) {
        certificates = new ClientCertificates(authority, clock);
        tokens = new ServiceAccountTokens(issuer, objects);
        this.fixedTokens = Map.copyOf(fixedTokens);
    }

    /** From now on tells about the use of tokens that stand in Secrets. */
    public void onLegacyTokenUse(LegacyTokenUse use) {
        tokens.onUse(use);
    }

    /**
     * Who makes the request; {@code system:anonymous} when it brings no proof.
     *
     * @throws StatusException Unauthorized when it brings one that does not hold
     */
    public UserInfo authenticate(ServerRequest request) {
        boolean refused = false;
        try {
            Authenticated holder = certificates.authenticate(request.clientCertificates());
            if (holder != null) {
                return known(holder.user());
            }
        } catch (AuthenticationFailure e) {
            refused = true;
        }
        String token = bearer(request.headers().first("Authorization"));
        if (token == null) {
            token = webSocketToken(request.headers().all("Sec-WebSocket-Protocol"));
        }
        if (token != null) {
            try {
                Authenticated holder = ofToken(token, OWN_AUDIENCE);
                if (holder != null) {
                    return known(holder.user());
                }
            } catch (AuthenticationFailure e) {
                refused = true;
            }
        }
        if (refused || token != null) {
            throw StatusException.of(Reason.UNAUTHORIZED, "Unauthorized");
        }
        return ANONYMOUS;
    }

    private @Nullable Authenticated ofToken(String token, List<String> audiences) throws AuthenticationFailure {
        UserInfo fixed = fixedTokens.get(token);
        return fixed == null ? tokens.authenticate(token, audiences) : new Authenticated(fixed, audiences);
    }

    /** What a TokenReview finds. */
    record Review(@Nullable Authenticated holder, String error) {}

    /** Whose token it is for these audiences, in the words of a TokenReview. */
    Review review(String token, List<String> audiences) {
        List<String> wanted = audiences.isEmpty() ? OWN_AUDIENCE : audiences;
        try {
            Authenticated holder = ofToken(token, wanted);
            return holder == null
                    ? new Review(null, "invalid bearer token")
                    : new Review(new Authenticated(known(holder.user()), holder.audiences()), "");
        } catch (AuthenticationFailure e) {
            return new Review(null, "[invalid bearer token, " + e.words() + "]");
        }
    }

    /** Everybody known is in {@code system:authenticated}. Upstream: group.AuthenticatedGroupAdder. */
    private static UserInfo known(UserInfo user) {
        LinkedHashSet<String> groups = new LinkedHashSet<>(user.groups());
        if (groups.contains(UNAUTHENTICATED)) {
            return user;
        }
        groups.add(AUTHENTICATED);
        return new UserInfo(user.name(), user.uid(), new ArrayList<>(groups), user.extra());
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.trim().split(" ", 3);
        boolean bearer = parts.length >= 2 && parts[0].toLowerCase(Locale.ROOT).equals("bearer");
        return bearer && !parts[1].isEmpty() ? parts[1] : null;
    }

    private static @Nullable String webSocketToken(List<String> headers) {
        for (String header : headers) {
            for (String protocol : header.split(",")) {
                String name = protocol.trim();
                if (name.startsWith(WEBSOCKET_TOKEN)) {
                    return decoded(name.substring(WEBSOCKET_TOKEN.length()));
                }
            }
        }
        return null;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return base64; // not what it says it is; then it is no valid token either
        }
    }
}
