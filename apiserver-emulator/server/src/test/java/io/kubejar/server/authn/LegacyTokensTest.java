package io.kubejar.server.authn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubejar.core.chance.Chance;
import io.kubejar.core.object.ApiObject;
import io.kubejar.core.object.Gvk;
import io.kubejar.core.object.Json;
import io.kubejar.core.time.ManualClock;
import io.kubejar.server.pki.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that stand in Secrets. */
class LegacyTokensTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T23:00:00Z"));
    private final Map<String, ApiObject> objects = new HashMap<>();
    private final List<String> used = new ArrayList<>();
    private final KeyPair keys = keys();
    private final TokenIssuer issuer = new TokenIssuer(() -> keys, clock, Chance.seeded(1));
    private final RequestAuthenticator authenticator = new RequestAuthenticator(
            CertificateAuthority.create("kubernetes", clock, Chance.seeded(1)).certificate(),
            clock,
            issuer,
            (resource, namespace, name) -> objects.get(resource.resource() + "/" + namespace + "/" + name));
    private final String token;

    LegacyTokensTest() {
        put("serviceaccounts", "ServiceAccount", "robot", o -> {});
        put("secrets", "Secret", "robot-token", o -> {});
        token = issuer.legacy(account(), secret());
        fill(token);
        authenticator.onLegacyTokenUse((secret, day) -> used.add(secret.name() + " " + day));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(String resource, String kind, String name, Consumer<ObjectNode> change) {
        objects.put(
                resource + "/ns/" + name,
                ApiObject.of(new Gvk("", "v1", kind), "ns", name).edit(o -> {
                    Json.child(o, "metadata").put("uid", name + "-uid");
                    change.accept(o);
                }));
    }

    private ApiObject account() {
        return objects.get("serviceaccounts/ns/robot");
    }

    private ApiObject secret() {
        return objects.get("secrets/ns/robot-token");
    }

    private void fill(String held) {
        String base64 = Base64.getEncoder().encodeToString(held.getBytes(StandardCharsets.UTF_8));
        put("secrets", "Secret", "robot-token", o -> o.putObject("data").put("token", base64));
    }

    private void label(String name, String value) {
        ApiObject labelled = secret().edit(
                        o -> Json.child(Json.child(o, "metadata"), "labels").put(name, value));
        objects.put("secrets/ns/robot-token", labelled);
    }

    /** The user's name, or the error. */
    private String review(String anyToken) {
        RequestAuthenticator.Review review = authenticator.review(anyToken, List.of());
        Authenticated holder = review.holder();
        return holder == null ? review.error() : holder.user().name();
    }

    private static String refused(String why) {
        return "[invalid bearer token, " + why + "]";
    }

    @Test
    @DisplayName("a token says whose it is and where it stands, and nothing about time")
    void saysWhereItStands() {
        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(payload)
                .isEqualTo("{\"iss\":\"kubernetes/serviceaccount\",\"kubernetes.io/serviceaccount/namespace\":\"ns\","
                        + "\"kubernetes.io/serviceaccount/secret.name\":\"robot-token\","
                        + "\"kubernetes.io/serviceaccount/service-account.name\":\"robot\","
                        + "\"kubernetes.io/serviceaccount/service-account.uid\":\"robot-uid\","
                        + "\"sub\":\"system:serviceaccount:ns:robot\"}");
    }

    @Test
    @DisplayName("it never expires, and is its account's")
    void neverExpires() {
        clock.moveTo(clock.now().plus(Duration.ofDays(10_000)));
        Authenticated holder = authenticator.review(token, List.of()).holder();
        assertThat(holder).isNotNull();
        assertThat(holder.user().name()).isEqualTo("system:serviceaccount:ns:robot");
        assertThat(holder.user().uid()).isEqualTo("robot-uid");
        assertThat(holder.user().groups())
                .containsExactly("system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
        assertThat(holder.user().extra()).isEmpty();
        assertThat(holder.audiences()).containsExactly(TokenIssuer.ISSUER);
    }

    @Test
    @DisplayName("it ends with its Secret, with what the Secret holds, and with its account")
    void ends() {
        fill("another");
        assertThat(review(token)).isEqualTo(refused("Token does not match server's copy"));
        put("secrets", "Secret", "robot-token", o -> {});
        assertThat(review(token)).isEqualTo(refused("Token does not match server's copy"));
        put("secrets", "Secret", "robot-token", LegacyTokensTest::terminating);
        assertThat(review(token)).isEqualTo(refused("Token has been invalidated"));
        objects.remove("secrets/ns/robot-token");
        assertThat(review(token)).isEqualTo(refused("Token has been invalidated"));
        fill(token);
        put(
                "serviceaccounts",
                "ServiceAccount",
                "robot",
                o -> Json.child(o, "metadata").put("uid", "new"));
        assertThat(review(token)).isEqualTo(refused("ServiceAccount UID (new) does not match claim (robot-uid)"));
        put("serviceaccounts", "ServiceAccount", "robot", LegacyTokensTest::terminating);
        assertThat(review(token)).isEqualTo(refused("ServiceAccount ns/robot has been deleted"));
        objects.remove("serviceaccounts/ns/robot");
        assertThat(review(token)).isEqualTo(refused("serviceaccounts \"robot\" not found"));
        assertThat(used).isEmpty();
    }

    private static void terminating(ObjectNode object) {
        Json.child(object, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "sub, sub claim is missing",
        "kubernetes.io/serviceaccount/namespace, namespace claim is missing",
        "kubernetes.io/serviceaccount/secret.name, secretName claim is missing",
        "kubernetes.io/serviceaccount/service-account.name, serviceAccountName claim is missing",
        "kubernetes.io/serviceaccount/service-account.uid, serviceAccountUID claim is missing",
    })
    void everyClaimIsNeeded(String claim, String words) {
        ObjectNode payload = LegacyTokens.payload(account(), secret());
        payload.remove(claim);
        assertThat(review(new TokenKeys(() -> keys).sign(payload))).isEqualTo(refused(words));
        payload.put(claim, "system:serviceaccount:ns:other");
        if (claim.equals("sub")) {
            assertThat(review(new TokenKeys(() -> keys).sign(payload))).isEqualTo(refused("sub claim is invalid"));
        }
    }

    @Test
    @DisplayName("a token whose Secret is marked as invalid is refused, and its use still noted")
    void marked() {
        label("kubernetes.io/legacy-token-invalid-since", "2025-12-01");
        assertThat(review(token))
                .isEqualTo(refused("the token in secret ns/robot-token for service account ns/robot has been marked"
                        + " invalid. Use tokens from the TokenRequest API or manually created secret-based tokens, or"
                        + " remove the 'kubernetes.io/legacy-token-invalid-since' label from the secret to temporarily"
                        + " allow use of this token"));
        assertThat(used).containsExactly("robot-token 2026-01-01");
    }

    @Test
    @DisplayName("the day of the last use is told once a day")
    void usesAreNoted() {
        review(token);
        assertThat(used).containsExactly("robot-token 2026-01-01");
        label(LegacyTokens.LAST_USED, "2026-01-01");
        review(token);
        label(LegacyTokens.LAST_USED, "2026-01-02"); // another server's clock is ahead
        review(token);
        assertThat(used).hasSize(1);
        clock.moveTo(clock.now().plus(Duration.ofDays(2)));
        review(token);
        assertThat(used).containsExactly("robot-token 2026-01-01", "robot-token 2026-01-03");
    }
}
