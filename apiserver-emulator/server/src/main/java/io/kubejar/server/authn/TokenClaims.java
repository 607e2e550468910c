package io.kubejar.server.authn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.object.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service-account token says. Upstream: privateClaims, pkg/serviceaccount/claims.go, v1.36.
 *
 * @param expires to the second, as the other times
 * @param id the {@code jti}, "" when there is none
 * @param warnAfter when users of the token should have a newer one, null when it says nothing
 */
record TokenClaims(
        String issuer,
        String subject,
        List<String> audiences,
        @Nullable Instant expires,
        @Nullable Instant notBefore,
        @Nullable Instant issuedAt,
        String id,
        String namespace,
        Ref serviceAccount,
        @Nullable Ref pod,
        @Nullable Ref node,
        @Nullable Ref secret,
        @Nullable Instant warnAfter) {
    private static final String PRIVATE = "kubernetes.io";

    /** An object by name and uid; the uid may be "". */
    record Ref(String name, String uid) {
        static @Nullable Ref read(JsonNode claims, String member) {
            JsonNode ref = claims.path(member);
            return ref.isObject() ? new Ref(Json.textOr(ref, "", "name"), Json.textOr(ref, "", "uid")) : null;
        }

        private void write(ObjectNode claims, String member) {
            ObjectNode ref = claims.putObject(member);
            ref.put("name", name);
            if (!uid.isEmpty()) {
                ref.put("uid", uid);
            }
        }
    }

    /** Reads a token's payload; what is missing is "" or null. */
    static TokenClaims read(JsonNode payload) {
        JsonNode own = payload.path(PRIVATE);
        Ref account = Ref.read(own, "serviceaccount");
        JsonNode audience = payload.path("aud");
        return new TokenClaims(
                Json.textOr(payload, "", "iss"),
                Json.textOr(payload, "", "sub"),
                audience.isTextual() ? List.of(audience.textValue()) : Json.strings(audience),
                time(payload.path("exp")),
                time(payload.path("nbf")),
                time(payload.path("iat")),
                Json.textOr(payload, "", "jti"),
                Json.textOr(own, "", "namespace"),
                account == null ? new Ref("", "") : account,
                Ref.read(own, "pod"),
                Ref.read(own, "node"),
                Ref.read(own, "secret"),
                time(own.path("warnafter")));
    }

    private static @Nullable Instant time(JsonNode seconds) {
        return seconds.isNumber() ? Instant.ofEpochSecond(seconds.longValue()) : null;
    }

    /** The payload; members are sorted, as upstream's are. */
    ObjectNode payload() {
        ObjectNode out = Json.object();
        audiences.forEach(Json.list(out, "aud")::add);
        put(out, "exp", expires);
        put(out, "iat", issuedAt);
        out.put("iss", issuer).put("jti", id);
        ObjectNode own = out.putObject(PRIVATE);
        own.put("namespace", namespace);
        if (node != null) {
            node.write(own, "node");
        }
        if (pod != null) {
            pod.write(own, "pod");
        }
        if (secret != null) {
            secret.write(own, "secret");
        }
        serviceAccount.write(own, "serviceaccount");
        put(own, "warnafter", warnAfter);
        put(out, "nbf", notBefore);
        out.put("sub", subject);
        return out;
    }

    private static void put(ObjectNode claims, String member, @Nullable Instant time) {
        if (time != null) {
            claims.put(member, time.getEpochSecond());
        }
    }
}
